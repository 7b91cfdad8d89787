package org.calcinosiscds.operation;

import java.util.List;
import org.calcinosiscds.fhir.OutcomeIssue;

/** A JSON path of a request as a FHIRPath. */
final class FhirPlace {
    private FhirPlace() {}

    static List<OutcomeIssue> of(List<OutcomeIssue> issues) {
        return issues.stream()
                .map(issue -> issue.expression() == null ? issue : issue.at(of(issue.expression())))
                .toList();
    }

    /** {@code entry[3].resource} is in a Bundle, {@code parameter[0].resource.entry[3]} in Parameters; the rest is as it is. */
    static String of(String place) {
        if (place.startsWith("entry")) {
            return "Bundle." + place;
        }
        return place.startsWith("parameter") ? "Parameters." + place : place;
    }
}
