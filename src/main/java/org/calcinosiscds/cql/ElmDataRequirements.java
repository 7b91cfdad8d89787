package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.cql.elm.ElementReads;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.ObservationComponents;
import org.calcinosiscds.recognition.Recognition;
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
        Set<String> paths = needs.getOrDefault(resourceType, List.of()).stream()
                .map(DataNeeds.Need::path)
                .collect(Collectors.toSet());
        return paths.contains("") ? Set.of() : paths;
    }

    @Override
    public boolean readsCodesOf(Resource resource) {
        if (codeElements(resource.fhirType()).isEmpty()) {
            return readsType(resource.fhirType());
        }
        List<DataNeeds.Need> ofType = needs.getOrDefault(resource.fhirType(), List.of());
        List<Resource> read = new ArrayList<>();
        if (resource instanceof Observation observation) {
            read.addAll(ObservationComponents.asResults(observation));
        } else {
            // A name may stand for a code, as when the resource is evaluated.
            read.add(recognition.recognise(resource));
        }
        return read.stream()
                .anyMatch(each -> ofType.stream()
                        .anyMatch(need -> PatientRetrieveProvider.codings(each, need.path()).stream()
                                .anyMatch(coding -> coding.getSystem() != null
                                        && coding.getCode() != null
                                        && terminology
                                                .codes(need.valueSet())
                                                .contains(coding.getSystem(), coding.getCode()))));
    }
}
