package org.calcinosiscds.recognition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of code systems for metrics and reports: a closed set that does not depend on records. */
final class SystemTag {
    /** An entry without any code. */
    static final String NONE = "none";
    /** A code system that is not in the list. */
    static final String OTHER = "other";

    private static final Map<String, String> TAGS = Map.ofEntries(
            Map.entry("http://www.nlm.nih.gov/research/umls/rxnorm", "rxnorm"),
            Map.entry("http://snomed.info/sct", "snomed"),
            Map.entry("http://www.whocc.no/atc", "atc"),
            Map.entry("http://hl7.org/fhir/sid/ndc", "ndc"),
            Map.entry("http://fhir.de/CodeSystem/ifa/pzn", "pzn"),
            Map.entry("http://hl7.org/fhir/sid/icd-10-cm", "icd-10-cm"),
            Map.entry("http://hl7.org/fhir/sid/icd-10", "icd-10"),
            Map.entry("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "icd-10-gm"),
            Map.entry("http://fhir.de/CodeSystem/dimdi/icd-10-gm", "icd-10-gm"),
            Map.entry("http://hl7.org/fhir/sid/icd-9-cm", "icd-9-cm"),
            Map.entry("http://loinc.org", "loinc"),
            Map.entry("urn:oid:1.2.208.176.2.1", "npu"));

    private SystemTag() {}

    static String of(@Nullable String system) {
        return system == null ? NONE : TAGS.getOrDefault(system, OTHER);
    }

    /** A URI as it is; anything else, which may hold words, is {@code other}. */
    static String uri(@Nullable String system) {
        return system != null && system.matches("(https?://|urn:)[A-Za-z0-9._:/#-]{1,120}") ? system : OTHER;
    }
}
