package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.OutcomeIssue;

/**
 * What was sent about one patient.
 *
 * @param place where the Patient stood in the request, such as {@code entry[3].resource}
 * @param bundle the record, in which references and ids are those of the answer
 * @param errors why it is not to be assessed; empty when the Patient is understood and nothing contradicts itself
 * @param gaps what rules read and is missing from the bundle, because it was not understood
 * @param unused why resources that rules read were left out without being missing: their meaning is changed by a modifier
 */
public record PatientRecord(
        String place, PatientBundle bundle, List<OutcomeIssue> errors, List<DataGap> gaps, List<OutcomeIssue> unused) {
    /** What must be said beside an answer that was given without all of the data. */
    public List<OutcomeIssue> notes() {
        return Stream.concat(gaps.stream().map(DataGap::issue), unused.stream()).toList();
    }

    /** Why it cannot carry a decision that needs all of the data. */
    public List<DataGap> missing() {
        return Stream.concat(
                        errors.stream().map(error -> new DataGap(DataGap.Cause.NOT_UNDERSTOOD, "Patient", error)),
                        gaps.stream())
                .toList();
    }

    /** The same with one more reason not to assess it. */
    PatientRecord with(OutcomeIssue error) {
        List<OutcomeIssue> all = new ArrayList<>(errors);
        all.add(error);
        return new PatientRecord(place, bundle, List.copyOf(all), gaps, unused);
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "PatientRecord of " + bundle.size() + " resources";
    }
}
