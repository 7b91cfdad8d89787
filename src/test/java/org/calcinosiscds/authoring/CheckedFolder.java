package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.List;

/** What the check of content finds in a folder. */
final class CheckedFolder {
    private CheckedFolder() {}

    /** Findings as {@code file:line:column code}; those about a whole file as {@code file code}. */
    static List<String> findings(Path folder) {
        return ContentCheck.of(folder, FhirContext.forR4Cached()).findings().stream()
                .map(finding -> finding.file()
                        + (finding.line() == 0 ? "" : ":" + finding.line() + ":" + finding.column()) + " "
                        + finding.code())
                .toList();
    }
}
