package org.calcinosiscds.cases;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case with an element filled.
 *
 * @param patient the case
 * @param element type of the resource, and the element
 */
public record FilledCase(PatientCase patient, String element) {
    /** A resource, its elements and theirs, such as {@code Observation.effectivePeriod.end}, and what a coding has. */
    private static final int DEPTH = 2;

    /** Modifiers are refused, others are no elements of their own. */
    private static final Set<String> LEFT_OUT =
            Set.of("contained", "extension", "modifierExtension", "implicitRules", "id", "text");

    /** Values in JSON by type; of every other type a text. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("boolean", List.of("true", "false")),
            Map.entry("integer", List.of("0", "-1", "2147483647")),
            Map.entry("positiveInt", List.of("1", "2147483647")),
            Map.entry("unsignedInt", List.of("0")),
            Map.entry("decimal", List.of("0", "-7.25", "1e-8", "1e25")),
            Map.entry("date", List.of("\"0001\"", "\"2026-11\"", "\"9999-12-31\"")),
            Map.entry(
                    "dateTime",
                    List.of(
                            "\"9999\"",
                            "\"2026-11\"",
                            "\"0001-01-01T00:00:00+14:00\"",
                            "\"9999-12-31T23:59:59-12:00\"",
                            "\"2016-12-31T23:59:60Z\"",
                            "\"2026-11-20T10:00:00.1234567891234Z\"")),
            Map.entry("instant", List.of("\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.999-12:00\"")),
            Map.entry("time", List.of("\"23:59:59.999\"")),
            Map.entry("base64Binary", List.of("\"QQ==\"")),
            Map.entry("uri", List.of("\"urn:x\"", "\"http://unitsofmeasure.org\"")));

    private static final List<String> TEXT = List.of("\"x\"");

    /**
     * Every element that FHIR R4 gives to the resources of the cases, with every type that it may have and with values from the edge of
     * what R4 allows, each in a case that has such a resource.
     */
    public static Stream<FilledCase> all() {
        return firstOfEachType().entrySet().stream()
                .flatMap(each -> filled(FhirContext.forR4Cached().getResourceDefinition(each.getKey()), DEPTH).stream()
                        .map(filled -> of(each.getValue(), each.getKey(), filled)));
    }

    private static FilledCase of(PatientCase patient, String type, Filled filled) {
        ObjectNode bundle = patient.bundle().deepCopy();
        ObjectNode resource = resource(bundle, type);
        filled.choice().forEach(resource::remove);
        resource.setAll(filled.element());
        return new FilledCase(patient.with(bundle), type + " " + filled.element());
    }

    /** A case that has a resource of the type. */
    private static Map<String, PatientCase> firstOfEachType() {
        Map<String, PatientCase> patients = new TreeMap<>();
        for (PatientCase patient : PatientCase.all()) {
            for (JsonNode entry : patient.bundle().path("entry")) {
                patients.putIfAbsent(entry.path("resource").path("resourceType").asString(), patient);
            }
        }
        return patients;
    }

    private static ObjectNode resource(ObjectNode bundle, String type) {
        return (ObjectNode) bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asString().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /**
     * @param element an object with one element
     * @param choice names of the elements that cannot stand beside it
     */
    private record Filled(ObjectNode element, Set<String> choice) {}

    private static List<Filled> filled(BaseRuntimeElementDefinition<?> type, int depth) {
        List<Filled> all = new ArrayList<>();
        if (depth > 0 && type instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
            for (BaseRuntimeChildDefinition child : composite.getChildren()) {
                if (!LEFT_OUT.contains(child.getElementName())) {
                    for (String name : child.getValidChildNames()) {
                        for (JsonNode value : values(child, name, depth)) {
                            ObjectNode element = JsonNodeFactory.instance.objectNode();
                            if (child.getMax() == 1) {
                                element.set(name, value);
                            } else {
                                element.putArray(name).add(value);
                            }
                            all.add(new Filled(element, child.getValidChildNames()));
                        }
                    }
                }
            }
        }
        return all;
    }

    private static List<JsonNode> values(BaseRuntimeChildDefinition child, String name, int depth) {
        BaseRuntimeElementDefinition<?> type = child.getChildByName(name);
        if (type instanceof BaseRuntimeElementCompositeDefinition<?>) {
            return filled(type, name.equals("coding") ? depth : depth - 1).stream()
                    .<JsonNode>map(Filled::element)
                    .toList();
        }
        if (child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition coded) {
            return Arrays.stream(coded.getBoundEnumType().getEnumConstants())
                    .filter(code -> !code.name().equals("NULL"))
                    .<JsonNode>map(code -> JsonNodeFactory.instance.stringNode(code(code)))
                    .toList();
        }
        return VALUES.getOrDefault(type.getName(), TEXT).stream()
                .map(Json::read)
                .toList();
    }

    private static String code(Enum<?> constant) {
        try {
            return (String) constant.getClass().getMethod("toCode").invoke(constant);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No code of " + constant + ".", e);
        }
    }
}
