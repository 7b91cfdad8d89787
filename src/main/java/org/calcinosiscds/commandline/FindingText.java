package org.calcinosiscds.commandline;

import org.calcinosiscds.authoring.Finding;

/** A finding in one line: file, line, column, severity, code and sentence. */
final class FindingText {
    private FindingText() {}

    static String of(Finding finding) {
        String location = finding.file()
                + (finding.line() == 0 ? "" : ":" + finding.line())
                + (finding.column() == 0 ? "" : ":" + finding.column());
        String severity = finding.severity() == Finding.Severity.ERROR ? "error" : "warn ";
        return location + "  " + severity + "  " + finding.code() + "  " + finding.message();
    }
}
