package org.calcinosiscds.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * The content as it was found at start: an immutable snapshot.
 *
 * @param content which content it is
 * @param version version of the knowledge base, which every PlanDefinition carries
 * @param cql library name to CQL source
 * @param libraries Library resources by name
 * @param plans one PlanDefinition for each CDS service, by id
 * @param activities ActivityDefinitions by canonical URL
 * @param valueSets codes by canonical URL
 * @param codeSystems our own CodeSystems by canonical URL
 * @param resources every resource as it stands in its file, by type and id; value sets with what a site adds
 * @param settings value of each CQL parameter that a site may set: Integer, BigDecimal or Boolean
 * @param supplement what the site added
 */
public record KnowledgeBase(
        ContentIdentity content,
        String version,
        Map<String, String> cql,
        Map<String, Library> libraries,
        Map<String, PlanDefinition> plans,
        Map<String, ActivityDefinition> activities,
        Map<String, ValueSetCodes> valueSets,
        Map<String, CodeSystem> codeSystems,
        Map<Class<? extends MetadataResource>, Map<String, MetadataResource>> resources,
        Map<String, Object> settings,
        Supplement supplement) {

    /** The same under another version. */
    public KnowledgeBase withVersion(String other) {
        return with(other, cql);
    }

    /** The same with other CQL, by the name of its library. */
    public KnowledgeBase withCql(Map<String, String> other) {
        return with(version, other);
    }

    private KnowledgeBase with(String otherVersion, Map<String, String> otherCql) {
        return new KnowledgeBase(
                content,
                otherVersion,
                otherCql,
                libraries,
                plans,
                activities,
                valueSets,
                codeSystems,
                resources,
                settings,
                supplement);
    }

    /**
     * The name of the library whose canonical is the value of an extension of a PlanDefinition.
     *
     * @return empty when the PlanDefinition does not have the extension
     * @throws KnowledgeException when no library has that canonical
     */
    public Optional<String> libraryNamed(String plan, String extension) {
        return Optional.ofNullable(plans.get(plan))
                .map(definition -> definition.getExtensionByUrl(extension))
                .map(found -> found.getValue().primitiveValue())
                .map(canonical -> library(canonical)
                        .orElseThrow(() -> new KnowledgeException(
                                "PlanDefinition/" + plan + " extension: " + canonical + " does not resolve."))
                        .getName());
    }

    /** The library of a canonical with or without its version. */
    public Optional<Library> library(String canonical) {
        return libraries.values().stream()
                .filter(library -> Canonicals.matches(library, canonical))
                .findFirst();
    }

    /** The types of which there are resources. */
    public Set<Class<? extends MetadataResource>> types() {
        return resources.keySet();
    }

    /** The resource of that type and id; it is shared and must not be changed. */
    public Optional<MetadataResource> resource(Class<? extends MetadataResource> type, String id) {
        return Optional.ofNullable(resources.getOrDefault(type, Map.of()).get(id));
    }

    /** Display of a code of one of our own CodeSystems. */
    public Optional<String> display(String system, String code) {
        return Optional.ofNullable(codeSystems.get(system)).stream()
                .flatMap(codeSystem -> codeSystem.getConcept().stream())
                .filter(concept -> concept.getCode().equals(code))
                .map(CodeSystem.ConceptDefinitionComponent::getDisplay)
                .findFirst();
    }

    /** Display of each code of one of our own CodeSystems, by code; empty when there is no such CodeSystem. */
    public Map<String, String> displays(String system) {
        CodeSystem codeSystem = codeSystems.get(system);
        return codeSystem == null
                ? Map.of()
                : codeSystem.getConcept().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                CodeSystem.ConceptDefinitionComponent::getCode,
                                CodeSystem.ConceptDefinitionComponent::getDisplay));
    }

    /** @param canonical with or without version */
    public boolean hasActivity(String canonical) {
        return activities.containsKey(withoutVersion(canonical));
    }

    /** @throws KnowledgeException when no ActivityDefinition has this canonical (with or without version) */
    public ActivityDefinition activity(String canonical) {
        ActivityDefinition activity = activities.get(withoutVersion(canonical));
        if (activity == null) {
            throw new KnowledgeException("No ActivityDefinition has the canonical " + canonical + ".");
        }
        return activity;
    }

    private static String withoutVersion(String canonical) {
        int bar = canonical.indexOf('|');
        return bar < 0 ? canonical : canonical.substring(0, bar);
    }

    /**
     * Codes of a value set of the content, in the order of its file.
     *
     * @throws KnowledgeException when they cannot be told; those of a loaded value set can
     */
    public List<Coding> codings(ValueSet valueSet) {
        try {
            return new ValueSetExpander(resources.values().stream()
                            .flatMap(each -> each.values().stream())
                            .toList())
                    .codings(valueSet);
        } catch (UnresolvedValueSetException e) {
            throw new KnowledgeException(String.valueOf(e.getMessage()));
        }
    }

    /** Names of the value sets that hold no code, ascending: what no patient can match yet. */
    public List<String> emptyValueSets() {
        List<String> names = new ArrayList<>();
        valueSets.values().stream()
                .filter(valueSet -> valueSet.size() == 0)
                .map(ValueSetCodes::title)
                .sorted()
                .forEach(names::add);
        return List.copyOf(names);
    }
}
