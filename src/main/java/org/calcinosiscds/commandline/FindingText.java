package org.calcinosiscds.commandline;

import org.calcinosiscds.authoring.Finding;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** A finding in one line: file, line, column, severity, code, sentence and path of JSON. */
final class FindingText {
    private FindingText() {}

    /** @param ansi whether it is coloured */
    static String of(Finding finding, Ansi ansi) {
        String location = finding.file()
                + (finding.line() == 0 ? "" : ":" + finding.line())
                + (finding.column() == 0 ? "" : ":" + finding.column());
        boolean isError = finding.severity() == Finding.Severity.ERROR;
        return styled(location, ansi, Style.bold)
                + "  "
                + styled(isError ? "error" : "warn ", ansi, isError ? Style.fg_red : Style.fg_yellow)
                + "  "
                + styled(finding.code(), ansi, Style.faint)
                + "  "
                + finding.message()
                + (finding.path().isEmpty() ? "" : "  " + styled(finding.path(), ansi, Style.faint));
    }

    /** Not by the marks of picocli, which the text itself might have. */
    private static String styled(String text, Ansi ansi, IStyle style) {
        return ansi.enabled() ? style.on() + text + Style.reset.on() : text;
    }
}
