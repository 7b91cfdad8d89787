package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.cql.elm.ElementReads;
import org.calcinosiscds.fhir.CodeSystemUris;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.ObservationComponents;
import org.calcinosiscds.recognition.Recognition;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;

/** What the compiled libraries read: the types, elements and value sets that stand in their ELM. */
final class ElmDataRequirements implements DataRequirements {
    /** Elements that this service reads itself, to find codes and names and to tell whose a resource is. */
    private static final Map<String, Set<String>> OF_THE_SERVICE = Map.of(
            "codeableconcept", Set.of("coding", "text"),
            "coding", Set.of("system", "code", "display"),
            "reference", Set.of("reference", "identifier"),
            "identifier", Set.of("system", "value"),
            "patient", Set.of("identifier"),
            "medication", Set.of("code", "ingredient"),
            "medication.ingredient", Set.of("item"));

    /** Data types of R4 that are profiles of Quantity. */
    private static final Set<String> QUANTITIES =
            Set.of("simplequantity", "age", "count", "distance", "duration", "moneyquantity");

    private static final List<String> ANCESTORS =
            List.of("resource", "domainresource", "element", "backboneelement", ElementReads.ANY);

    private final Map<String, List<DataNeeds.Need>> needs = new HashMap<>();
    private final Map<String, Map<String, Map<String, Set<String>>>> codesByType = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> elements;
    private final LocalTerminology terminology;
    private final Recognition recognition;

    ElmDataRequirements(CompiledKnowledge compiled) {
        this.terminology = compiled.terminology();
        this.recognition = compiled.recognition();
        DataNeeds.of(
                        compiled.libraries(),
                        compiled.libraries().getCompiledLibraries().keySet())
                .forEach(need -> needs.computeIfAbsent(need.type(), type -> new ArrayList<>())
                        .add(need));
        this.elements = ElementReads.of(compiled.libraries());
    }

    @Override
    public CodeSystemUris codeSystems() {
        return recognition.codeSystems();
    }

    @Override
    public boolean readsType(String resourceType) {
        return resourceType.equals("Patient") || needs.containsKey(resourceType);
    }

    @Override
    public boolean readsElement(String type, String element) {
        String name = type.toLowerCase(Locale.ROOT);
        if (name.equals("observation") && element.equals("component")) {
            return true;
        }
        // A component is read as an Observation of its own.
        String owner =
                name.equals("observation.component") ? "observation" : QUANTITIES.contains(name) ? "quantity" : name;
        Set<String> asked = new HashSet<>(ANCESTORS);
        asked.add(owner);
        return OF_THE_SERVICE.getOrDefault(owner, Set.of()).contains(element)
                || asked.stream()
                        .anyMatch(each -> elements.getOrDefault(each, Set.of()).contains(element))
                || needs.getOrDefault(type, List.of()).stream()
                        .anyMatch(need -> need.path().equals(element));
    }

    @Override
    public Set<String> codeElements(String resourceType) {
        return codes(resourceType).keySet();
    }

    @Override
    public boolean readsCodesOf(Resource resource) {
        Map<String, Map<String, Set<String>>> asked = codes(resource.fhirType());
        if (asked.isEmpty()) {
            return readsType(resource.fhirType());
        }
        if (resource instanceof Observation observation) {
            return ObservationComponents.asResults(observation).stream().anyMatch(each -> hasOneOf(asked, each));
        }
        // A name may stand for a code, as when the resource is evaluated.
        return hasOneOf(asked, recognition.recognise(resource));
    }

    private static boolean hasOneOf(Map<String, Map<String, Set<String>>> asked, Resource resource) {
        for (Map.Entry<String, Map<String, Set<String>>> path : asked.entrySet()) {
            for (Coding coding : PatientRetrieveProvider.codings(resource, path.getKey())) {
                if (coding.getSystem() != null
                        && coding.getCode() != null
                        && path.getValue()
                                .getOrDefault(coding.getSystem(), Set.of())
                                .contains(coding.getCode())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The codes for which resources of a type are looked through, by element and system; empty when the rules take all of them. */
    private Map<String, Map<String, Set<String>>> codes(String resourceType) {
        // Only types that rules read are cached: a caller could name any number of others.
        return needs.containsKey(resourceType)
                ? codesByType.computeIfAbsent(resourceType, this::codesOfNeeds)
                : Map.of();
    }

    private Map<String, Map<String, Set<String>>> codesOfNeeds(String resourceType) {
        Map<String, Map<String, Set<String>>> codes = new HashMap<>();
        for (DataNeeds.Need need : needs.getOrDefault(resourceType, List.of())) {
            if (need.path().isEmpty()) {
                return Map.of();
            }
            Map<String, Set<String>> atPath = codes.computeIfAbsent(need.path(), path -> new HashMap<>());
            terminology
                    .codes(need.valueSet())
                    .bySystem()
                    .forEach((system, ofSystem) -> atPath.computeIfAbsent(system, each -> new HashSet<>())
                            .addAll(ofSystem.keySet()));
        }
        return codes;
    }
}
