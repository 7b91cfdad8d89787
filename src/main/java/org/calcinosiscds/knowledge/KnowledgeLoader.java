package org.calcinosiscds.knowledge;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/** Reads the content that is packaged with the service and checks that each piece is whole. */
public final class KnowledgeLoader {
    private static final String FHIR_HELPERS = "FHIRHelpers";

    private final ContentFiles files;
    private final String root;
    private final @Nullable Path supplement;

    /** Reads what is on the classpath. */
    public KnowledgeLoader(FhirContext fhir) {
        this(fhir, "classpath:", null);
    }

    /**
     * @param root where {@code cql/} and {@code fhir-resources/} are, such as {@code file:/content/}
     * @param supplement folder with a site's own codes and settings; null for none
     */
    public KnowledgeLoader(FhirContext fhir, String root, @Nullable Path supplement) {
        this.files = new ContentFiles(fhir);
        this.root = root;
        this.supplement = supplement;
    }

    /** @throws KnowledgeException naming every file that cannot be read or lacks what it needs */
    public KnowledgeBase load() {
        List<String> defects = new ArrayList<>();
        SiteSettings settings = new SiteSettings();
        List<MetadataResource> resources = resources(settings, defects);
        nameUnusedFiles(defects);
        Supplement added =
                supplement == null ? Supplement.NONE : Supplement.of(supplement, files, resources, settings, defects);
        Map<String, PlanDefinition> plans = byKey(resources, PlanDefinition.class, Resource::getIdPart, defects);
        if (plans.isEmpty()) {
            defects.add("fhir-resources: there is no PlanDefinition, so there is no service.");
        }
        KnowledgeBase knowledge = new KnowledgeBase(
                plans.values().stream()
                        .map(PlanDefinition::getVersion)
                        .findFirst()
                        .orElse("unknown"),
                cql(),
                byKey(resources, Library.class, Library::getName, defects),
                plans,
                byKey(resources, ActivityDefinition.class, ActivityDefinition::getUrl, defects),
                valueSets(byKey(resources, ValueSet.class, ValueSet::getUrl, defects)),
                byKey(resources, CodeSystem.class, CodeSystem::getUrl, defects),
                byTypeAndId(resources),
                settings.values(),
                added);
        defects.addAll(unmatchedLibraries(knowledge));
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
        return knowledge;
    }

    /** Of a folder; what is packaged was checked when it was built. */
    private void nameUnusedFiles(List<String> defects) {
        if (!root.startsWith("file:")) {
            return;
        }
        Path cql = Path.of(URI.create(root + "cql"));
        UnusedFiles.report(
                cql,
                ".cql files in the folder cql",
                file -> cql.equals(file.getParent()) && file.toString().endsWith(".cql"),
                defects);
        Path resources = Path.of(URI.create(root + "fhir-resources"));
        UnusedFiles.report(
                resources,
                ".json files in the folders of fhir-resources, one for each resource type",
                file -> file.startsWith(resources.resolve("tests")) || ContentFiles.isResource(resources, file),
                defects);
    }

    private List<MetadataResource> resources(SiteSettings settings, List<String> defects) {
        List<MetadataResource> resources = new ArrayList<>();
        files.resources(root + "fhir-resources/", defects).forEach((name, resource) -> {
            if (resource instanceof MetadataResource metadata) {
                resources.add(metadata);
            } else if (resource instanceof Parameters parameters) {
                settings.declare(name, parameters, defects);
            } else {
                defects.add(name + ": not a knowledge resource.");
            }
        });
        return resources;
    }

    private Map<String, String> cql() {
        Map<String, String> sources = new TreeMap<>();
        files.texts(root, "cql/*.cql").forEach((name, text) -> sources.put(name.replaceAll("^cql/|\\.cql$", ""), text));
        files.texts("classpath:org/hl7/", "fhir/FHIRHelpers-4.0.1.cql")
                .values()
                .forEach(text -> sources.put(FHIR_HELPERS, text));
        return Map.copyOf(sources);
    }

    private static List<String> unmatchedLibraries(KnowledgeBase knowledge) {
        List<String> defects = new ArrayList<>();
        for (String name : knowledge.cql().keySet()) {
            if (!name.equals(FHIR_HELPERS) && !knowledge.libraries().containsKey(name)) {
                defects.add("cql/" + name + ".cql: fhir-resources/library/Library-" + name + ".json is missing.");
            }
        }
        for (String name : knowledge.libraries().keySet()) {
            if (!knowledge.cql().containsKey(name)) {
                defects.add("Library/" + name + ": cql/" + name + ".cql is missing.");
            }
        }
        return defects;
    }

    private static Map<String, ValueSetCodes> valueSets(Map<String, ValueSet> resources) {
        Map<String, ValueSetCodes> valueSets = new LinkedHashMap<>();
        resources.forEach((url, valueSet) -> valueSets.put(url, ValueSetCodes.of(valueSet)));
        return Map.copyOf(valueSets);
    }

    private static <R extends MetadataResource> Map<String, R> byKey(
            List<MetadataResource> resources, Class<R> type, Function<R, String> key, List<String> defects) {
        Map<String, R> found = new LinkedHashMap<>();
        for (MetadataResource resource : resources) {
            if (type.isInstance(resource) && found.put(key.apply(type.cast(resource)), type.cast(resource)) != null) {
                defects.add(resource.fhirType() + "/" + resource.getIdPart() + ": its name or url is used twice.");
            }
        }
        return java.util.Collections.unmodifiableMap(found);
    }

    private static Map<Class<? extends MetadataResource>, Map<String, MetadataResource>> byTypeAndId(
            List<MetadataResource> resources) {
        Map<Class<? extends MetadataResource>, Map<String, MetadataResource>> found = new LinkedHashMap<>();
        for (MetadataResource resource : resources) {
            found.computeIfAbsent(resource.getClass(), type -> new LinkedHashMap<>())
                    .put(resource.getIdPart(), resource);
        }
        return java.util.Collections.unmodifiableMap(found);
    }
}
