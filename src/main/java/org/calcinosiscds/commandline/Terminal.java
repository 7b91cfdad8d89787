package org.calcinosiscds.commandline;

import java.io.Console;
import picocli.CommandLine.Help.Ansi;

/** Whether a person is looking at what is printed; public for {@code population/}. */
public final class Terminal {
    private Terminal() {}

    /** Whether the program is called from a terminal, with input and output. From JDK 22 on there is a console also where there is none. */
    @SuppressWarnings("SystemConsoleNull") // It still is null before JDK 22.
    public static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Colours on a terminal, unless the environment has {@code NO_COLOR}. */
    static Ansi ansi() {
        String refused = System.getenv("NO_COLOR");
        return isTerminal() && (refused == null || refused.isEmpty()) ? Ansi.ON : Ansi.OFF;
    }
}
