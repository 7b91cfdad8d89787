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
                List<String> flaws = flaws(name, site);
                defects.addAll(flaws);
                if (flaws.isEmpty()) {
                    ValueSet grown = shipped.copy();
                    site.getCompose().getInclude().forEach(grown.getCompose()::addInclude);
                    resources.set(i, grown);
                    codes.merge(shipped.getTitle(), count(site), Integer::sum);
                }
                return;
            }
        }
        defects.add(name + " url: there is no value set " + site.getUrl() + " to add to.");
    }

    private static List<String> flaws(String name, ValueSet site) {
        List<String> flaws = new ArrayList<>();
        for (ConceptSetComponent include : site.getCompose().getInclude()) {
            if (include.hasFilter() || include.hasValueSet() || !include.hasConcept()) {
                flaws.add(name + " compose.include: codes must be spelled out, filters and imports are not resolved.");
            }
            if (!include.hasSystem() || !include.getSystem().contains(":")) {
                flaws.add(name + " compose.include.system: the URI of a code system is required.");
            }
            if (include.getConcept().stream().anyMatch(concept -> !concept.hasCode() || !concept.hasDisplay())) {
                flaws.add(name + " compose.include.concept: code and display are required.");
            }
        }
        if (count(site) == 0) {
            flaws.add(name + " compose.include: there is no code to add.");
        }
        return flaws;
    }

    private static int count(ValueSet site) {
        return site.getCompose().getInclude().stream()
                .mapToInt(include -> include.getConcept().size())
                .sum();
    }
}
