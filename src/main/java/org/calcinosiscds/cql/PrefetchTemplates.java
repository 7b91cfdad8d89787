package org.calcinosiscds.cql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.knowledge.KnowledgeException;

/**
 * Turns what the CQL retrieves into CDS Hooks prefetch templates that the FHIR servers of EHRs answer: one search for each type, by
 * parameters that US Core requires of every server, and nothing else. What no server can search is left to the CQL.
 *
 * <p>Source: US Core 9.0.0, server CapabilityStatement. Required are {@code patient} with {@code category} for Observation and
 * DiagnosticReport, with {@code intent} for MedicationRequest, and {@code patient} alone for Condition, Encounter, Procedure,
 * QuestionnaireResponse and ServiceRequest.
 *
 * <p>No search is by code: medicines and conditions are recognised by name too, and what is not recognised is counted.
 */
final class PrefetchTemplates {
    /** The bar is encoded, so that the template is a URL as it stands. */
    static final String BAR = "%7C";
    /** A page size that most servers accept; the others return smaller pages. */
    static final String PAGE = "&_count=" + PrefetchQuery.PAGE;

    private static final String PATIENT = "{{context.patientId}}";

    /** All intents: servers must support {@code patient} with {@code intent}, and need not support {@code patient} alone. */
    private static final String INTENTS =
            "&intent=proposal,plan,order,original-order,reflex-order,filler-order,instance-order,option";

    /** Reports of laboratories and other departments are many, and may carry whole documents. */
    private static final String IMAGING = "&category=http://loinc.org" + BAR
            + "LP29684-5,http://terminology.hl7.org/CodeSystem/v2-0074" + BAR + "RAD";

    private static final String OBSERVATION = "Observation";
    private static final Map<String, String> DATE_PARAMETERS =
            Map.of("MedicationAdministration", "effective-time", OBSERVATION, "date");

    /** Elements by which the logic finds resources of another type. */
    private static final Map<String, String> REFERENCES = Map.of("medication", "Medication", "specimen", "Specimen");

    private final List<LookBack> lookBacks;

    /** @param lookBacks how far back the logic looks; without an entry for a resource type, it looks at all resources of the type */
    PrefetchTemplates(List<LookBack> lookBacks) {
        this.lookBacks = lookBacks;
        lookBacks.forEach(each -> {
            if (!DATE_PARAMETERS.containsKey(each.type())
                    || !each.category()
                            .equals(each.type().equals(OBSERVATION) ? ObservationSearches.VITAL_SIGNS : "")) {
                throw new KnowledgeException(
                        "Extension look-back: only of MedicationAdministration and of Observation with the category vital-signs.");
            }
        });
    }

    Map<String, PrefetchQuery> of(Set<DataNeeds.Need> needs) {
        Set<String> types = needs.stream().map(DataNeeds.Need::type).collect(Collectors.toCollection(TreeSet::new));
        Map<String, PrefetchQuery> templates = new LinkedHashMap<>();
        templates.put("patient", new PrefetchQuery("Patient/" + PATIENT, "Patient"));
        types.remove("Patient");
        boolean medications = types.remove("Medication");
        for (String type : types) {
            String include = medications && type.startsWith("Medication") ? "&_include=" + type + ":medication" : "";
            templates.put(key(type), query(type, include));
        }
        return Collections.unmodifiableMap(templates);
    }

    private PrefetchQuery query(String type, String include) {
        String everything = type + "?patient=" + PATIENT;
        if (type.equals(OBSERVATION)) {
            ObservationSearches searches = new ObservationSearches(everything);
            return new PrefetchQuery(searches.all(), type, searches.all(), searches.inParts(recent(type)));
        }
        String some = switch (type) {
            case "MedicationRequest" -> INTENTS;
            case "DiagnosticReport" -> IMAGING;
            default -> "";
        };
        String template = everything + some + include + PAGE;
        return new PrefetchQuery(template, type, template + recent(type));
    }

    private String recent(String type) {
        return lookBacks.stream()
                .filter(each -> each.type().equals(type))
                .map(each -> each.parameter(Objects.requireNonNull(DATE_PARAMETERS.get(type))))
                .findFirst()
                .orElse("");
    }

    /** Types that the logic finds by a reference from other resources, by the element that refers to them. */
    static Map<String, String> references(Set<DataNeeds.Need> needs) {
        return REFERENCES.entrySet().stream()
                .filter(reference -> needs.stream().anyMatch(need -> need.type().equals(reference.getValue())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * {@code Condition} to {@code conditions}: the word an analyst looks for. Earlier versions had a part of them under {@code
     * observations}.
     */
    private static String key(String type) {
        return type.equals("Observation")
                ? "allObservations"
                : Character.toLowerCase(type.charAt(0)) + type.substring(1) + "s";
    }
}
