package org.calcinosiscds.knowledge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.jspecify.annotations.Nullable;

/**
 * Tells the codes of value sets: of content, of packages and of what a site adds. Codes are named one by one, or follow from a complete
 * CodeSystem or another value set among the resources; nothing is fetched. Where {@code compose} cannot be resolved, the
 * {@code expansion} counts, which a terminology server has made.
 */
public final class ValueSetExpander {
    private final Collection<? extends MetadataResource> resources;
    private final Deque<String> importing = new ArrayDeque<>();

    /** @param resources that have the code systems and the other value sets */
    public ValueSetExpander(Collection<? extends MetadataResource> resources) {
        this.resources = resources;
    }

    /**
     * Codes in the order of the file: those that {@code compose} includes and does not exclude, or those of the expansion.
     *
     * @throws UnresolvedValueSetException when {@code compose} cannot be resolved and there is no expansion
     */
    public List<Coding> codings(ValueSet valueSet) throws UnresolvedValueSetException {
        if (isExpansion(valueSet)) {
            return expansion(valueSet);
        }
        List<Coding> codings = included(valueSet);
        List<ConceptSetComponent> excludes = valueSet.getCompose().getExclude();
        for (int i = 0; i < excludes.size(); i++) {
            Set<List<String>> excluded =
                    excluded(valueSet, i).stream().map(ValueSetExpander::key).collect(Collectors.toSet());
            boolean isSystem = isWholeSystem(excludes.get(i));
            String system = excludes.get(i).getSystem();
            codings.removeIf(coding -> isSystem ? coding.getSystem().equals(system) : excluded.contains(key(coding)));
        }
        return codings;
    }

    /** Whether the codes are those of the expansion, because there is no {@code compose} or it cannot be resolved. */
    public boolean isExpansion(ValueSet valueSet) {
        if (!valueSet.hasExpansion()) {
            return false;
        }
        if (!valueSet.getCompose().hasInclude()) {
            return true;
        }
        try {
            included(valueSet);
            for (int i = 0; i < valueSet.getCompose().getExclude().size(); i++) {
                excluded(valueSet, i);
            }
            return false;
        } catch (UnresolvedValueSetException e) {
            return true;
        }
    }

    /** What {@code compose} includes, before anything is excluded; each code once. */
    public List<Coding> included(ValueSet valueSet) throws UnresolvedValueSetException {
        Map<List<String>, Coding> codings = new LinkedHashMap<>();
        List<ConceptSetComponent> includes = valueSet.getCompose().getInclude();
        for (int i = 0; i < includes.size(); i++) {
            for (Coding coding : codes(valueSet, includes.get(i), "compose.include[" + i + "]")) {
                codings.putIfAbsent(key(coding), coding);
            }
        }
        return new ArrayList<>(codings.values());
    }

    /** What one element of {@code compose.exclude} names; nothing for an exclusion of a whole code system. */
    public List<Coding> excluded(ValueSet valueSet, int index) throws UnresolvedValueSetException {
        ConceptSetComponent exclude = valueSet.getCompose().getExclude().get(index);
        return isWholeSystem(exclude) ? List.of() : codes(valueSet, exclude, "compose.exclude[" + index + "]");
    }

    /** Whether a code system is named and nothing of it. */
    public static boolean isWholeSystem(ConceptSetComponent set) {
        return set.getSystem() != null && !set.hasConcept() && !set.hasFilter() && !set.hasValueSet();
    }

    /** The codes of the system that are in each of the value sets. */
    private List<Coding> codes(ValueSet valueSet, ConceptSetComponent set, String element)
            throws UnresolvedValueSetException {
        String id = valueSet.getIdPart();
        List<Coding> codings = set.getSystem() != null ? ofSystem(id, set, element) : null;
        for (int i = 0; i < set.getValueSet().size(); i++) {
            List<Coding> imported = imported(id, set.getValueSet().get(i), element + ".valueSet[" + i + "]");
            Set<List<String>> keys =
                    imported.stream().map(ValueSetExpander::key).collect(Collectors.toSet());
            codings = codings == null
                    ? imported
                    : codings.stream()
                            .filter(coding -> keys.contains(key(coding)))
                            .toList();
        }
        if (codings == null) {
            throw new UnresolvedValueSetException(id, element, "system or valueSet is required.");
        }
        return codings;
    }

    private List<Coding> ofSystem(String id, ConceptSetComponent set, String element)
            throws UnresolvedValueSetException {
        if (set.hasConcept() && set.hasFilter()) {
            throw new UnresolvedValueSetException(id, element, "concept and filter cannot be in one element.");
        }
        if (set.hasConcept()) {
            return set.getConcept().stream()
                    .map(concept -> new Coding(set.getSystem(), concept.getCode(), concept.getDisplay())
                            .setVersion(set.getVersion()))
                    .toList();
        }
        CodeSystem system = find(CodeSystem.class, set.getSystem());
        if (system == null || system.getContent() != CodeSystem.CodeSystemContentMode.COMPLETE) {
            throw new UnresolvedValueSetException(
                    id,
                    element,
                    "codes must be named one by one, because the content has no complete CodeSystem " + set.getSystem()
                            + ".");
        }
        if (set.getVersion() != null && !set.getVersion().equals(system.getVersion())) {
            throw new UnresolvedValueSetException(
                    id,
                    element + ".version",
                    "the content has version " + system.getVersion() + " of " + set.getSystem() + ".");
        }
        CodeSystemConcepts concepts = new CodeSystemConcepts(system);
        List<Coding> codings = concepts.selectable();
        for (int i = 0; i < set.getFilter().size(); i++) {
            try {
                Set<String> matching = concepts.matching(set.getFilter().get(i));
                codings = codings.stream()
                        .filter(coding -> matching.contains(coding.getCode()))
                        .toList();
            } catch (IllegalArgumentException e) {
                throw new UnresolvedValueSetException(
                        id, element + ".filter[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
        return codings;
    }

    private List<Coding> imported(String id, CanonicalType canonical, String element)
            throws UnresolvedValueSetException {
        ValueSet found = find(ValueSet.class, canonical.getValue());
        if (found == null) {
            throw new UnresolvedValueSetException(
                    id, element, "the content has no value set " + canonical.getValue() + ".");
        }
        if (importing.contains(found.getUrl())) {
            throw new UnresolvedValueSetException(id, element, "the value set imports itself.");
        }
        importing.push(found.getUrl());
        try {
            return codings(found);
        } finally {
            importing.pop();
        }
    }

    /** @param canonical with or without version */
    private <R extends MetadataResource> @Nullable R find(Class<R> type, String canonical) {
        String[] parts = canonical.split("\\|", 2);
        Optional<R> found = resources.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(each -> parts[0].equals(each.getUrl())
                        && (parts.length == 1 || Objects.equals(parts[1], each.getVersion())))
                .findFirst();
        return found.orElse(null);
    }

    private static List<String> key(Coding coding) {
        return List.of(String.valueOf(coding.getSystem()), String.valueOf(coding.getCode()));
    }

    /** Codes of the expansion that are not abstract. */
    static List<Coding> expansion(ValueSet valueSet) {
        List<Coding> codings = new ArrayList<>();
        addAll(valueSet.getExpansion().getContains(), codings);
        return codings;
    }

    private static void addAll(List<ValueSetExpansionContainsComponent> contains, List<Coding> codings) {
        for (ValueSetExpansionContainsComponent each : contains) {
            if (each.getCode() != null && !each.getAbstract()) {
                codings.add(
                        new Coding(each.getSystem(), each.getCode(), each.getDisplay()).setVersion(each.getVersion()));
            }
            addAll(each.getContains(), codings);
        }
    }
}
