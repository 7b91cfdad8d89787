package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.OutcomeIssue;

/**
 * The record of one patient in a request.
 *
 * @param location location of the Patient in the request, such as {@code entry[3].resource}
 * @param bundle the resources, with the ids and references that the answer uses
 * @param errors why the record cannot be assessed; empty when the Patient is understood and no resources contradict each other
 * @param gaps data that rules read and that is missing from the bundle because it was not understood
 * @param unused why resources that rules read were left out although nothing is missing: a modifier changes their meaning
 */
public record PatientRecord(
        String location,
        PatientBundle bundle,
        List<OutcomeIssue> errors,
        List<DataGap> gaps,
        List<OutcomeIssue> unused) {
    /** The issues that an answer must report when it was made without all of the data. */
    public List<OutcomeIssue> notes() {
        return Stream.concat(gaps.stream().map(DataGap::issue), unused.stream()).toList();
    }

    /** The data that is missing for a decision that needs all of the data; empty when nothing is. */
    public List<DataGap> missing() {
        return Stream.concat(
                        errors.stream().map(error -> new DataGap(DataGap.Cause.NOT_UNDERSTOOD, "Patient", error)),
                        gaps.stream())
                .toList();
    }

    /** The same record with one more error. */
    PatientRecord with(OutcomeIssue error) {
        List<OutcomeIssue> all = new ArrayList<>(errors);
        all.add(error);
        return new PatientRecord(location, bundle, List.copyOf(all), gaps, unused);
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "PatientRecord of " + bundle.size() + " resources";
    }
}
