package org.calcinosiscds.fhirclient;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.PrimitiveType;

/**
 * What a FHIR server offers, as its CapabilityStatement lists it. An empty list says nothing: many servers leave lists out.
 *
 * @param types resource types
 * @param parameters names of search parameters, by type
 * @param includes values of {@code _include}, by type
 * @param isUsCore whether it declares US Core, which requires a category of every Observation
 */
record ServerProfile(
        Set<String> types, Map<String, Set<String>> parameters, Map<String, Set<String>> includes, boolean isUsCore) {
    static final ServerProfile UNKNOWN = new ServerProfile(Set.of(), Map.of(), Map.of(), false);

    private static final String US_CORE = "hl7.org/fhir/us/core";

    static ServerProfile of(CapabilityStatement statement) {
        Set<String> types = new HashSet<>();
        Map<String, Set<String>> parameters = new TreeMap<>();
        Map<String, Set<String>> includes = new TreeMap<>();
        statement.getRest().stream()
                .filter(rest -> rest.getMode() == RestfulCapabilityMode.SERVER)
                .flatMap(rest -> rest.getResource().stream())
                .filter(resource -> resource.getType() != null)
                .forEach(resource -> {
                    types.add(resource.getType());
                    parameters.put(resource.getType(), names(resource));
                    includes.put(
                            resource.getType(),
                            resource.getSearchInclude().stream()
                                    .map(PrimitiveType::getValue)
                                    .filter(Objects::nonNull)
                                    .collect(Collectors.toSet()));
                });
        boolean isUsCore = Stream.of(statement.getInstantiates(), statement.getImplementationGuide())
                .flatMap(list -> list.stream())
                .anyMatch(canonical -> String.valueOf(canonical.getValue()).contains(US_CORE));
        return new ServerProfile(Set.copyOf(types), Map.copyOf(parameters), Map.copyOf(includes), isUsCore);
    }

    private static Set<String> names(CapabilityStatementRestResourceComponent resource) {
        return resource.getSearchParam().stream()
                .map(parameter -> parameter.getName())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    boolean isKnown() {
        return !types.isEmpty();
    }

    boolean lacks(String type) {
        return isKnown() && !types.contains(type);
    }

    /** @param parameter with its value, such as {@code _include=MedicationRequest:medication} */
    boolean supports(String type, String parameter) {
        String name = parameter.replaceFirst("=.*", "");
        if (name.equals("_include")) {
            Set<String> known = includes.getOrDefault(type, Set.of());
            return known.isEmpty() || known.contains("*") || known.contains(parameter.substring(name.length() + 1));
        }
        Set<String> known = parameters.getOrDefault(type, Set.of());
        return name.startsWith("_") || known.isEmpty() || known.contains(name);
    }
}
