package org.calcinosiscds.knowledge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemHierarchyMeaning;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;

/**
 * The concepts of a complete CodeSystem and what a filter of a value set selects of them. The hierarchy is that of nested concepts and of
 * the properties {@code parent} and {@code child}.
 */
final class CodeSystemConcepts {
    private static final String NOT_SELECTABLE = "http://hl7.org/fhir/concept-properties#notSelectable";
    private static final Set<String> HIERARCHY = Set.of("concept", "code");

    private final CodeSystem system;
    private final Map<String, ConceptDefinitionComponent> concepts = new LinkedHashMap<>();
    private final Map<String, Set<String>> children = new HashMap<>();

    CodeSystemConcepts(CodeSystem system) {
        this.system = system;
        add(system.getConcept());
        concepts.forEach((code, concept) -> concept.getProperty().forEach(property -> {
            if (property.getCode().equals("parent")) {
                child(property.getValue().primitiveValue(), code);
            } else if (property.getCode().equals("child")) {
                child(code, property.getValue().primitiveValue());
            }
        }));
    }

    private void add(List<ConceptDefinitionComponent> level) {
        for (ConceptDefinitionComponent concept : level) {
            concepts.put(concept.getCode(), concept);
            concept.getConcept().forEach(each -> child(concept.getCode(), each.getCode()));
            add(concept.getConcept());
        }
    }

    private void child(String parent, String child) {
        children.computeIfAbsent(parent, key -> new LinkedHashSet<>()).add(child);
    }

    /** All that can be selected: abstract concepts only group others. */
    List<Coding> selectable() {
        Set<String> abstracts = system.getProperty().stream()
                .filter(property -> NOT_SELECTABLE.equals(property.getUri()))
                .map(CodeSystem.PropertyComponent::getCode)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        abstracts.add("notSelectable");
        return concepts.values().stream()
                .filter(concept -> abstracts.stream()
                        .noneMatch(property -> values(concept, property).contains("true")))
                .map(concept -> new Coding(system.getUrl(), concept.getCode(), concept.getDisplay())
                        .setVersion(system.getVersion()))
                .toList();
    }

    /**
     * Codes that a filter selects.
     *
     * @throws IllegalArgumentException with a sentence when the filter cannot be resolved
     */
    Set<String> matching(ConceptSetFilterComponent filter) {
        if (filter.getProperty() == null || filter.getOp() == null || filter.getValue() == null) {
            throw new IllegalArgumentException("property, op and value are required.");
        }
        String value = filter.getValue();
        return switch (filter.getOp()) {
            case ISA -> descendants(filter, true);
            case DESCENDENTOF -> descendants(filter, false);
            case ISNOTA -> {
                Set<String> others = new LinkedHashSet<>(concepts.keySet());
                others.removeAll(descendants(filter, true));
                yield others;
            }
            case EQUAL -> having(filter, value::equals);
            case REGEX -> having(filter, regex(value).asMatchPredicate());
            case IN -> having(filter, Set.of(value.split("\\s*,\\s*"))::contains);
            default ->
                throw new IllegalArgumentException("op " + filter.getOp().toCode()
                        + " is not resolved; is-a, descendent-of, is-not-a, =, regex and in are.");
        };
    }

    private Set<String> descendants(ConceptSetFilterComponent filter, boolean withItself) {
        if (!HIERARCHY.contains(filter.getProperty())) {
            throw new IllegalArgumentException(
                    "property must be concept where op is " + filter.getOp().toCode() + ".");
        }
        if (system.getHierarchyMeaning() != null && system.getHierarchyMeaning() != CodeSystemHierarchyMeaning.ISA) {
            throw new IllegalArgumentException("the hierarchy of " + system.getUrl() + " is "
                    + system.getHierarchyMeaning().toCode() + ", not is-a.");
        }
        if (!concepts.containsKey(filter.getValue())) {
            throw new IllegalArgumentException(system.getUrl() + " has no concept " + filter.getValue() + ".");
        }
        Set<String> found = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(filter.getValue()));
        while (!next.isEmpty()) {
            for (String child : children.getOrDefault(next.remove(), Set.of())) {
                if (found.add(child)) {
                    next.add(child);
                }
            }
        }
        if (withItself) {
            found.add(filter.getValue());
        } else {
            found.remove(filter.getValue());
        }
        return found;
    }

    /** Codes of which a property has such a value. */
    private Set<String> having(ConceptSetFilterComponent filter, Predicate<String> test) {
        String property = filter.getProperty();
        boolean isKnown = Stream.concat(
                        Stream.of("code", "display", "parent", "child"),
                        system.getProperty().stream().map(CodeSystem.PropertyComponent::getCode))
                .anyMatch(property::equals);
        if (!isKnown) {
            throw new IllegalArgumentException(system.getUrl() + " has no property " + property + ".");
        }
        return concepts.values().stream()
                .filter(concept -> values(concept, property).stream().anyMatch(test))
                .map(ConceptDefinitionComponent::getCode)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> values(ConceptDefinitionComponent concept, String property) {
        return switch (property) {
            case "code" -> List.of(concept.getCode());
            case "display" -> concept.getDisplay() != null ? List.of(concept.getDisplay()) : List.of();
            case "parent" ->
                children.entrySet().stream()
                        .filter(entry -> entry.getValue().contains(concept.getCode()))
                        .map(Map.Entry::getKey)
                        .toList();
            case "child" -> List.copyOf(children.getOrDefault(concept.getCode(), Set.of()));
            default -> {
                List<String> values = new ArrayList<>();
                concept.getProperty().stream()
                        .filter(each -> each.getCode().equals(property))
                        .forEach(each -> values.add(
                                each.getValue() instanceof Coding coding
                                        ? coding.getCode()
                                        : each.getValue().primitiveValue()));
                yield values;
            }
        };
    }

    private static Pattern regex(String value) {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("value is no regular expression: " + e.getDescription() + ".", e);
        }
    }
}
