package org.calcinosiscds.cdshooks.prefetch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.PatientBundle;

/**
 * The record of a patient, and what is missing from it.
 *
 * @param gaps empty when the record is whole
 */
public record PatientChart(PatientBundle record, List<DataGap> gaps) {
    /** Resource types of which something is missing. */
    public Set<String> missing() {
        return gaps.stream().map(DataGap::resourceType).collect(Collectors.toUnmodifiableSet());
    }

    /** The record for rules that do not need what is missing: absence of those types says nothing. */
    public PatientBundle withoutMissing() {
        Set<String> notAvailable = new HashSet<>(record.notAvailable());
        notAvailable.addAll(missing());
        return record.withoutTypes(notAvailable);
    }

    PatientChart with(PatientBundle other, List<DataGap> more) {
        return new PatientChart(
                other, Stream.concat(gaps.stream(), more.stream()).toList());
    }
}
