package org.calcinosiscds.knowledge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
                if (shipped.hasExpansion() && !shipped.getCompose().hasInclude()) {
                    found.add(name
                            + " url: the codes of this value set are in an expansion, to which none can be added.");
                }
                ValueSet grown = shipped.copy();
                site.getCompose().getInclude().forEach(grown.getCompose()::addInclude);
                if (found.isEmpty()) {
                    site.getCompose().getExclude().forEach(exclude -> checkExclusion(name, exclude, grown, found));
                    site.getCompose().getExclude().forEach(grown.getCompose()::addExclude);
                }
                defects.addAll(found);
                if (found.isEmpty()) {
                    resources.set(i, grown);
                    if (count(site) > 0) {
                        codes.merge(shipped.getTitle(), count(site), Integer::sum);
                    }
                }
                return;
            }
        }
        defects.add(name + " url: there is no value set " + site.getUrl() + " to add to.");
    }

    /** A code that is excluded must be there: a misspelt one would go on matching. */
    private static void checkExclusion(
            String name, ConceptSetComponent exclude, ValueSet valueSet, List<String> found) {
        if (!exclude.hasSystem() || !ValueSetCodes.isSpelledOut(exclude)) {
            found.add(name
                    + " compose.exclude: system and codes must be spelled out, filters and imports are not resolved.");
            return;
        }
        exclude.getConcept().stream()
                .filter(concept -> ValueSetCodes.codings(valueSet).stream()
                        .noneMatch(coding -> exclude.getSystem().equals(coding.getSystem())
                                && coding.getCode().equals(concept.getCode())))
                .forEach(concept -> found.add(name + " compose.exclude: " + exclude.getSystem() + "|"
                        + concept.getCode() + " is not in the value set."));
    }

    private static List<String> found(String name, ValueSet site) {
        List<String> found = new ArrayList<>();
        for (ConceptSetComponent include : site.getCompose().getInclude()) {
            if (include.hasFilter() || include.hasValueSet() || !include.hasConcept()) {
                found.add(name + " compose.include: codes must be spelled out, filters and imports are not resolved.");
            }
            if (!include.hasSystem() || !include.getSystem().contains(":")) {
                found.add(name + " compose.include.system: the URI of a code system is required.");
            }
            if (include.getConcept().stream().anyMatch(concept -> !concept.hasCode() || !concept.hasDisplay())) {
                found.add(name + " compose.include.concept: code and display are required.");
            }
        }
        if (site.hasExpansion()) {
            found.add(name + " expansion: codes to add belong into compose.include.");
        }
        if (count(site) == 0 && !site.getCompose().hasExclude()) {
            found.add(name + " compose.include: there is no code to add.");
        }
        return found;
    }

    private static int count(ValueSet site) {
        return site.getCompose().getInclude().stream()
                .mapToInt(include -> include.getConcept().size())
                .sum();
    }
}
