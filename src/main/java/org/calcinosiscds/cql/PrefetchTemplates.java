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
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.ValueSetCodes;

/**
 * Turns what the CQL retrieves into CDS Hooks prefetch templates that an ordinary FHIR server answers: one search for
 * each resource type, by code where the codes fit into the URL, in parts where they need a few.
 *
 * <p>Codes are searched without their system: {@code code=17861-6} matches in any system (FHIR R4, Search, token), is
 * three times shorter, and the CQL checks the system anyway. ICD-10-CM classifies diagnoses and seldom codes an
 * Observation; its codes would make ten more searches, so Observations of that system are asked for as a whole
 * ({@code value-concept=system|}).
 */
final class PrefetchTemplates {
    static final int LONGEST = 1999;

    private static final String PATIENT = "{{context.patientId}}";
    private static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
    /** The bar is encoded, so that the template is a URL as it stands. */
    private static final String ANY_OF_ICD_10_CM = ICD_10_CM + "%7C";

    private static final String LOINC = "http://loinc.org";
    /** More parts than this cost an EHR more than reading the whole type. */
    private static final int MOST_PARTS = 4;

    private static final Map<String, String> SEARCH_PARAMETERS = Map.of(
            "Observation.code", "code",
            "Observation.value", "value-concept",
            "Condition.code", "code",
            "Procedure.code", "code");

    private static final Map<String, String> DATE_PARAMETERS = Map.of("MedicationAdministration", "effective-time");

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
            Map<String, String> searches = searches(type, ofType);
            searches.forEach((key, search) -> {
                String query = medications && type.startsWith("Medication")
                        ? search + "&_include=" + type + ":medication"
                        : search;
                templates.put(key, new PrefetchQuery(query, type, query + recent(type)));
            });
        });
        return java.util.Collections.unmodifiableMap(templates);
    }

    private String recent(String type) {
        Integer days = daysBack.get(type);
        return days == null ? "" : "&%s=ge{{today() - %d days}}".formatted(DATE_PARAMETERS.get(type), days);
    }

    private Map<String, String> searches(String type, Collection<DataNeeds.Need> needs) {
        String everything = type + "?patient=" + PATIENT;
        String key = plural(type);
        Map<String, Set<String>> codes = new TreeMap<>();
        for (DataNeeds.Need need : needs) {
            String parameter = SEARCH_PARAMETERS.get(type + "." + need.path());
            if (parameter == null) {
                return Map.of(key, everything);
            }
            codes.computeIfAbsent(parameter, p -> new TreeSet<>()).addAll(codes(type, need, false));
            if (type.equals("Observation") && parameter.equals("code")) {
                codes.computeIfAbsent("component-code", p -> new TreeSet<>()).addAll(codes(type, need, true));
            }
        }
        Map<String, String> searches = new LinkedHashMap<>();
        for (Map.Entry<String, Set<String>> entry : codes.entrySet()) {
            List<String> parts = parts(everything + "&" + entry.getKey() + "=", entry.getValue());
            if (parts.size() > MOST_PARTS) {
                return Map.of(key, everything);
            }
            for (int i = 0; i < parts.size(); i++) {
                searches.put(name(key, entry.getKey()) + (i == 0 ? "" : String.valueOf(i + 1)), parts.get(i));
            }
        }
        return searches;
    }

    private Set<String> codes(String type, DataNeeds.Need need, boolean onlyLoinc) {
        Set<String> codes = new TreeSet<>();
        Objects.requireNonNull(valueSets.get(need.valueSet())).bySystem().forEach((system, ofSystem) -> {
            if (type.equals("Observation") && system.equals(ICD_10_CM)) {
                codes.addAll(onlyLoinc ? Set.of() : Set.of(ANY_OF_ICD_10_CM));
            } else if (!onlyLoinc || system.equals(LOINC)) {
                codes.addAll(ofSystem.keySet());
            }
        });
        return codes;
    }

    private static List<String> parts(String stem, Set<String> codes) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder(stem);
        for (String code : codes) {
            if (part.length() + code.length() + 1 > LONGEST) {
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

    private static String name(String key, String parameter) {
        return switch (parameter) {
            case "value-concept" -> key + "ByValue";
            case "component-code" -> key + "ByComponent";
            default -> key;
        };
    }
}
