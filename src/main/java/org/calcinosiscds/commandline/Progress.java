package org.calcinosiscds.commandline;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** How far the command is, in one line that is written over; only where somebody watches. */
final class Progress {
    private static final int WIDTH = 30;

    private final int files;
    private final PrintWriter messages;
    private final boolean isWatched;
    private int begun;
    private boolean isShown;

    Progress(int files, PrintWriter messages, boolean isWatched) {
        this.files = files;
        this.messages = messages;
        this.isWatched = isWatched;
    }

    void next(int patients) {
        begun++;
        if (isWatched) {
            int done = WIDTH * (begun - 1) / Math.max(files, 1);
            messages.printf(
                    "\r[%s%s] file %d of %d, %d patients ",
                    "#".repeat(done), " ".repeat(WIDTH - done), begun, files, patients);
            messages.flush();
            isShown = true;
        }
    }

    void end() {
        if (isShown) {
            messages.print("\r" + " ".repeat(WIDTH + 50) + "\r");
            messages.flush();
            isShown = false;
        }
    }

    /** The stream for answers. On a terminal it is the same screen, so that the line gives way to each answer. */
    OutputStream above(OutputStream answers) {
        return isWatched ? new GivingWay(answers) : new BufferedOutputStream(answers);
    }

    private final class GivingWay extends FilterOutputStream {
        GivingWay(OutputStream answers) {
            super(answers);
        }

        @Override
        public void write(int value) throws IOException {
            end();
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            end();
            out.write(bytes, offset, length);
        }
    }

    /** From JDK 22 on there is a console also where there is no terminal. */
    @SuppressWarnings("SystemConsoleNull") // It still is null before JDK 22.
    static boolean isTerminal() {
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
}
