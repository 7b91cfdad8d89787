package org.calcinosiscds.knowledge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;

/**
 * What a site adds to the content: codes to value sets that exist, and settings.
 *
 * @param codes number of codes added, by title of the value set
 * @param settings names of the settings that the site chose
 */
public record Supplement(Map<String, Integer> codes, List<String> settings) {
    static final Supplement NONE = new Supplement(Map.of(), List.of());

    /**
     * Reads a folder laid out like {@code fhir-resources}, one folder for each resource type, and puts what is in it into the content.
     *
     * @param resources of the packaged content; value sets that grow are replaced in it
     */
    static Supplement of(
            Path folder,
            ContentFiles files,
            List<MetadataResource> resources,
            SiteSettings settings,
            List<String> defects) {
        if (!Files.isDirectory(folder)) {
            defects.add("calcinosis.content.supplement: " + folder + " is not a folder.");
            return NONE;
        }
        UnusedFiles.report(
                folder,
                ".json files in folders named for the resource type, such as value-set",
                file -> ContentFiles.isResource(folder, file),
                defects);
        Map<String, Integer> codes = new TreeMap<>();
        Map<String, Resource> found = files.resources(Content.Folder.read(folder, 2, ".json", ""), defects);
        found.forEach((name, resource) -> {
            if (resource instanceof ValueSet valueSet) {
                add(name, valueSet, resources, codes, defects);
            } else if (resource instanceof Parameters parameters) {
                settings.choose(name, parameters, defects);
            } else {
                defects.add(name + ": only a ValueSet or Parameters can be in a supplement.");
            }
        });
        return new Supplement(codes, List.copyOf(new TreeSet<>(settings.chosen())));
    }

    private static void add(
            String name,
            ValueSet site,
            List<MetadataResource> resources,
            Map<String, Integer> codes,
            List<String> defects) {
        for (int i = 0; i < resources.size(); i++) {
            if (resources.get(i) instanceof ValueSet shipped && shipped.getUrl().equals(site.getUrl())) {
                List<String> found = found(name, site);
                ValueSetExpander expander = new ValueSetExpander(resources);
                ValueSet grown = spelledOut(shipped, expander);
                site.getCompose().getInclude().forEach(grown.getCompose()::addInclude);
                int added = 0;
                try {
                    added = expander.included(site).size();
                    requireEach(name, site, keys(expander.included(grown)), expander, found);
                } catch (UnresolvedValueSetException e) {
                    found.add(String.valueOf(e.getMessage()));
                }
                site.getCompose().getExclude().forEach(grown.getCompose()::addExclude);
                if (added == 0 && !site.getCompose().hasExclude() && found.isEmpty()) {
                    found.add(name + " compose.include: there is no code to add.");
                }
                defects.addAll(found);
                if (found.isEmpty()) {
                    resources.set(i, grown);
                    if (added > 0) {
                        codes.merge(shipped.getTitle(), added, Integer::sum);
                    }
                }
                return;
            }
        }
        defects.add(name + " url: there is no value set " + site.getUrl() + " to add to.");
    }

    /** A copy to which can be added: codes that stand in the expansion alone are named one by one. */
    private static ValueSet spelledOut(ValueSet shipped, ValueSetExpander expander) {
        ValueSet copy = shipped.copy();
        if (expander.isExpansion(shipped)) {
            copy.setCompose(null);
            for (Coding coding : ValueSetExpander.expansion(shipped)) {
                copy.getCompose()
                        .addInclude()
                        .setSystem(coding.getSystem())
                        .setVersion(coding.getVersion())
                        .addConcept()
                        .setCode(coding.getCode())
                        .setDisplay(coding.getDisplay());
            }
            copy.setExpansion(null);
        }
        return copy;
    }

    /** A code that is excluded must be there: a misspelt one would go on matching. */
    private static void requireEach(
            String name, ValueSet site, Set<String> there, ValueSetExpander expander, List<String> found)
            throws UnresolvedValueSetException {
        List<ConceptSetComponent> excludes = site.getCompose().getExclude();
        for (int i = 0; i < excludes.size(); i++) {
            String element = name + " compose.exclude[" + i + "]: ";
            List<String> excluded = List.copyOf(keys(expander.excluded(site, i)));
            if (excludes.get(i).hasConcept()) {
                excluded.stream()
                        .filter(code -> !there.contains(code))
                        .forEach(code -> found.add(element + code + " is not in the value set."));
            } else if (ValueSetExpander.isWholeSystem(excludes.get(i))) {
                String system = excludes.get(i).getSystem() + "|";
                if (there.stream().noneMatch(code -> code.startsWith(system))) {
                    found.add(element + "no code of " + system.replace("|", "") + " is in the value set.");
                }
            } else if (excluded.stream().noneMatch(there::contains)) {
                found.add(element + "no code that it names is in the value set.");
            }
        }
    }

    /** System and code of each, such as {@code http://snomed.info/sct|31541009}. */
    private static Set<String> keys(List<Coding> codings) {
        return codings.stream()
                .map(coding -> coding.getSystem() + "|" + coding.getCode())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> found(String name, ValueSet site) {
        List<String> found = new ArrayList<>();
        for (ConceptSetComponent include : site.getCompose().getInclude()) {
            if (include.getSystem() != null ? !include.getSystem().contains(":") : !include.hasValueSet()) {
                found.add(name + " compose.include.system: the URI of a code system is required.");
            }
            if (include.getConcept().stream()
                    .anyMatch(concept -> concept.getCode() == null || concept.getDisplay() == null)) {
                found.add(name + " compose.include.concept: code and display are required.");
            }
        }
        if (site.hasExpansion()) {
            found.add(name + " expansion: codes to add belong into compose.include.");
        }
        return found;
    }
}
