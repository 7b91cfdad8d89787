package org.calcinosiscds.cases;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Another form of the same record, to which the answer must be the same.
 *
 * @param name what was done to it
 * @param of empty where it cannot be done to a case
 */
public record Variant(String name, Function<PatientCase, Optional<PatientCase>> of) {

    public static List<Variant> all() {
        return List.of(
                bundle("entries shuffled", Rearrangements::shuffled),
                bundle("entries repeated", Rearrangements::repeated),
                idsRenamed(),
                bundle("references made absolute", References::absolute),
                bundle("references made relative", References::relative),
                bundle("references with version", References::versioned),
                bundle("references by fullUrl", References::byFullUrl),
                bundle("irrelevant resources added", Additions::irrelevantResources),
                bundle("local codings put first", Additions::localCodings),
                bundle("local codings put first in clinical statuses", Additions::localStatusCodings),
                bundle("extensions, identifiers and narrative added", Additions::extensions),
                medicationsAsResources(),
                bundle("medications contained", Medications::contained),
                bundle("masses in smaller units", Units::smaller),
                bundle("molar results as masses", Units::molarAsMass),
                bundle("masses as molar results", Units::massAsMolar),
                new Variant("shifted by 28 years", Times::shiftedBy28Years),
                new Variant("shifted by 7 days", patient -> Times.shiftedByDays(patient, 7)),
                new Variant("shifted by -100 days", patient -> Times.shiftedByDays(patient, -100)));
    }

    /** Not of cases whose parameters name resources: those would name nothing then. */
    private static Variant idsRenamed() {
        Variant renamed = bundle("ids renamed", Rearrangements::renamed);
        return new Variant(
                renamed.name(),
                patient -> patient.parameters().isEmpty() ? renamed.of().apply(patient) : Optional.empty());
    }

    public static Variant medicationsAsResources() {
        return bundle("medications in resources of their own", Medications::asResources);
    }

    /** @param change may change what it is given, which is a copy; what it leaves unchanged is not a variant */
    private static Variant bundle(String name, UnaryOperator<PatientCase> change) {
        return new Variant(name, patient -> {
            PatientCase changed = change.apply(patient.with(patient.bundle().deepCopy()));
            return changed.bundle().equals(patient.bundle()) ? Optional.empty() : Optional.of(changed);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
