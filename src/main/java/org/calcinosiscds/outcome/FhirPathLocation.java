package org.calcinosiscds.outcome;

import java.util.List;

/** A JSON path of a request as a FHIRPath. */
public final class FhirPathLocation {
    private FhirPathLocation() {}

    public static List<OutcomeIssue> of(List<OutcomeIssue> issues) {
        return issues.stream()
                .map(issue -> issue.expression() == null ? issue : issue.at(of(issue.expression())))
                .toList();
    }

    /** {@code entry[3].resource} is in a Bundle, {@code parameter[0].resource.entry[3]} in Parameters; the rest is as it is. */
    public static String of(String location) {
        if (location.startsWith("entry")) {
            return "Bundle." + location;
        }
        return location.startsWith("parameter") ? "Parameters." + location : location;
    }
}
