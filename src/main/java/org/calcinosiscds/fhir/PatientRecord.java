package org.calcinosiscds.fhir;

import java.util.ArrayList;
import java.util.List;

/**
 * What was sent about one patient.
 *
 * @param place where the Patient stood in the request, such as {@code entry[3].resource}
 * @param bundle the record, in which references and ids are those of the answer
 * @param flaws why it is not to be assessed; empty when it is whole
 */
public record PatientRecord(String place, PatientBundle bundle, List<OutcomeIssue> flaws) {
    /** The same with one more reason not to assess it. */
    PatientRecord with(OutcomeIssue flaw) {
        List<OutcomeIssue> all = new ArrayList<>(flaws);
        all.add(flaw);
        return new PatientRecord(place, bundle, List.copyOf(all));
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "PatientRecord of " + bundle.size() + " resources";
    }
}
