package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.calcinosiscds.recognition.Recognition;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the CQL retrieves into CDS Hooks prefetch templates that the FHIR servers of EHRs answer: searches that US Core requires of
 * every server, and nothing else. What no server can search is left to the CQL.
 *
 * <p>Source: US Core 9.0.0, server CapabilityStatement. Required are {@code patient} with {@code code} or with {@code category} for
 * Observation, with {@code category} for DiagnosticReport, with {@code intent} for MedicationRequest, and {@code patient} alone for
 * Condition, Encounter, Procedure, QuestionnaireResponse and ServiceRequest. Not required, and refused by many, are {@code component-code} and {@code value-concept}; so results with components are
 * asked for by the code of their panel, and findings that are values by the categories in which findings are.
 *
 * <p>Medicines and conditions are asked for without codes: they are recognised by name too, and what is not recognised is counted. Each
 * code has its system, which some servers require. ICD codes diagnoses and not Observations; an Observation of such a code is found by its
 * category.
 */
final class PrefetchTemplates {
    static final int LONGEST = 1999;

    private static final String PATIENT = "{{context.patientId}}";
    private static final String ICD_10 = "icd-10";
    /** The bar is encoded, so that the template is a URL as it stands. */
    private static final String BAR = "%7C";
    /** What one page of most servers holds; those that hold less give less. */
    private static final String PAGE = "&_count=1000";

    private static final String CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category" + BAR;
    /** Of the many results that are asked for by code. */
    private static final List<String> CATEGORIES_OF_RESULTS = List.of("laboratory", "vital-signs");

    /** All other categories. */
    private static final List<String> CATEGORIES_OF_FINDINGS =
            List.of("exam", "imaging", "procedure", "social-history", "survey", "therapy", "activity");
    /** All there are: servers must answer {@code patient} with {@code intent}, and need not answer {@code patient} alone. */
    private static final String INTENTS =
            "&intent=proposal,plan,order,original-order,reflex-order,filler-order,instance-order,option";

    /** Reports of laboratories and other departments are many, and may carry whole documents. */
    private static final String IMAGING = "&category=http://loinc.org" + BAR
            + "LP29684-5,http://terminology.hl7.org/CodeSystem/v2-0074" + BAR + "RAD";

    private static final String PANELS = "https://calcinosis-cds.org/fhir/ValueSet/observation-panel";

    private static final Map<String, String> DATE_PARAMETERS = Map.of("MedicationAdministration", "effective-time");

    /** Elements by which the logic finds resources of another type. */
    private static final Map<String, String> REFERENCES = Map.of("medication", "Medication", "specimen", "Specimen");

    private final Map<String, ValueSetCodes> valueSets;
    private final Map<String, Integer> daysBack;

    /** @param daysBack how old what is looked at may be, by resource type; of types that are not there all is looked at */
    PrefetchTemplates(Map<String, ValueSetCodes> valueSets, Map<String, Integer> daysBack) {
        this.valueSets = valueSets;
        this.daysBack = daysBack;
        if (!DATE_PARAMETERS.keySet().containsAll(daysBack.keySet())) {
            throw new KnowledgeException("Extension look-back: only of " + DATE_PARAMETERS.keySet() + ".");
        }
    }

    Map<String, PrefetchQuery> of(Set<DataNeeds.Need> needs) {
        Map<String, Collection<DataNeeds.Need>> byType = new TreeMap<>();
        needs.forEach(need ->
                byType.computeIfAbsent(need.type(), type -> new ArrayList<>()).add(need));
        Map<String, PrefetchQuery> templates = new LinkedHashMap<>();
        templates.put("patient", new PrefetchQuery("Patient/" + PATIENT, "Patient"));
        byType.remove("Patient");
        boolean medications = byType.remove("Medication") != null;
        byType.forEach((type, ofType) -> {
            String include = medications && type.startsWith("Medication") ? "&_include=" + type + ":medication" : "";
            searches(type, ofType).forEach((key, search) -> {
                String query = search + include + PAGE;
                templates.put(key, new PrefetchQuery(query, type, query + recent(type), byCategory(type)));
            });
        });
        return java.util.Collections.unmodifiableMap(templates);
    }

    /** Types that the logic finds by a reference from other resources, by the element that refers to them. */
    static Map<String, String> references(Set<DataNeeds.Need> needs) {
        return REFERENCES.entrySet().stream()
                .filter(reference -> needs.stream().anyMatch(need -> need.type().equals(reference.getValue())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static @Nullable String byCategory(String type) {
        return type.equals("Observation")
                ? type + "?patient=" + PATIENT
                        + categories(Stream.concat(CATEGORIES_OF_RESULTS.stream(), CATEGORIES_OF_FINDINGS.stream()))
                        + PAGE
                : null;
    }

    private static String categories(Stream<String> codes) {
        return codes.map(code -> CATEGORIES + code).collect(Collectors.joining(",", "&category=", ""));
    }

    private String recent(String type) {
        Integer days = daysBack.get(type);
        return days == null ? "" : "&%s=ge{{today() - %d days}}".formatted(DATE_PARAMETERS.get(type), days);
    }

    private Map<String, String> searches(String type, Collection<DataNeeds.Need> needs) {
        String everything = type + "?patient=" + PATIENT;
        return switch (type) {
            case "Observation" -> observations(everything, needs);
            case "MedicationRequest" -> Map.of(plural(type), everything + INTENTS);
            case "DiagnosticReport" -> Map.of(plural(type), everything + IMAGING);
            default -> Map.of(plural(type), everything);
        };
    }

    private Map<String, String> observations(String everything, Collection<DataNeeds.Need> needs) {
        Map<String, String> searches = new LinkedHashMap<>();
        Set<String> codes = new TreeSet<>();
        boolean isByCategory = false;
        for (DataNeeds.Need need : needs) {
            isByCategory |= !need.path().equals("code");
            if (need.path().equals("code")) {
                isByCategory |= addCodes(need.valueSet(), codes);
            }
        }
        if (valueSets.containsKey(PANELS) && !codes.isEmpty()) {
            addCodes(PANELS, codes);
        }
        List<String> parts = parts(everything + "&code=", codes);
        for (int i = 0; i < parts.size(); i++) {
            searches.put("observations" + (i == 0 ? "" : String.valueOf(i + 1)), parts.get(i));
        }
        if (isByCategory) {
            searches.put("findings", everything + categories(CATEGORIES_OF_FINDINGS.stream()));
        }
        return searches;
    }

    /** @return whether there are codes by which no Observation is asked for */
    private boolean addCodes(String valueSet, Set<String> codes) {
        boolean isPartly = false;
        for (var ofSystem :
                Objects.requireNonNull(valueSets.get(valueSet)).bySystem().entrySet()) {
            if (ofSystem.getKey().contains(ICD_10)) {
                isPartly = true;
            } else if (!Recognition.SYSTEMS.contains(ofSystem.getKey())) {
                ofSystem.getValue().keySet().forEach(code -> codes.add(ofSystem.getKey() + BAR + code));
            }
        }
        return isPartly;
    }

    private static List<String> parts(String stem, Set<String> codes) {
        int room = LONGEST - PAGE.length();
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder(stem);
        for (String code : codes) {
            if (part.length() + code.length() + 1 > room) {
                parts.add(part.toString());
                part = new StringBuilder(stem);
            }
            part.append(part.length() == stem.length() ? "" : ",").append(code);
        }
        if (part.length() > stem.length()) {
            parts.add(part.toString());
        }
        return parts;
    }

    /** {@code Observation} to {@code observations}: the word an analyst looks for. */
    private static String plural(String type) {
        return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "s";
    }
}
