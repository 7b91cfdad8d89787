package org.calcinosiscds.knowledge;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/** Reads content and checks that each piece is whole. */
public final class KnowledgeLoader {
    private static final String FHIR_HELPERS = "FHIRHelpers";
    private static final String FHIR_HELPERS_CQL = fhirHelpers();

    private final ContentFiles files;
    private final Content content;
    private final @Nullable Path supplement;

    /** Reads what is packaged. */
    public KnowledgeLoader(FhirContext fhir) {
        this(fhir, new Content.Packaged(), null);
    }

    /** @param supplement folder with a site's own codes and settings; null for none */
    public KnowledgeLoader(FhirContext fhir, Content content, @Nullable Path supplement) {
        this.files = new ContentFiles(fhir, supplement == null);
        this.content = content;
        this.supplement = supplement;
    }

    private KnowledgeLoader(ContentFiles files, Content content, @Nullable Path supplement) {
        this.files = files;
        this.content = content;
        this.supplement = supplement;
    }

    /** Reads other content; of files whose text is that of a file that was read last, the resource is the same. */
    public KnowledgeLoader with(Content other) {
        return new KnowledgeLoader(files, other, supplement);
    }

    /** @throws KnowledgeException naming every file that cannot be read or lacks what it needs */
    public KnowledgeBase load() {
        List<String> defects = new ArrayList<>();
        SiteSettings settings = new SiteSettings();
        Map<String, String> texts = content.texts();
        List<MetadataResource> resources = resources(texts, settings, defects);
        content.folder().ifPresent(folder -> nameUnusedFiles(folder, defects));
        Supplement added =
                supplement == null ? Supplement.NONE : Supplement.of(supplement, files, resources, settings, defects);
        Map<String, PlanDefinition> plans = byKey(resources, PlanDefinition.class, Resource::getIdPart, defects);
        if (plans.isEmpty()) {
            defects.add("fhir-resources: there is no PlanDefinition, so there is no service.");
        }
        KnowledgeBase knowledge = new KnowledgeBase(
                ContentIdentity.of(content.name(), texts),
                plans.values().stream()
                        .flatMap(plan -> Stream.ofNullable(plan.getVersion()))
                        .findFirst()
                        .orElse("unknown"),
                cql(texts),
                byKey(resources, Library.class, Library::getName, defects),
                plans,
                byKey(resources, ActivityDefinition.class, ActivityDefinition::getUrl, defects),
                valueSets(resources, defects),
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

    /** Adds a defect for each file of a folder of content that looks like content and is not read. */
    public static void nameUnusedFiles(Path folder, List<String> defects) {
        Path cql = folder.resolve(Content.CQL);
        UnusedFiles.report(
                cql,
                ".cql files in the folder cql",
                file -> cql.equals(file.getParent()) && file.toString().endsWith(".cql"),
                defects);
        Path resources = folder.resolve(Content.RESOURCES);
        UnusedFiles.report(
                resources,
                ".json files in the folders of fhir-resources, one for each resource type",
                file -> file.startsWith(resources.resolve("tests")) || ContentFiles.isResource(resources, file),
                defects);
    }

    private List<MetadataResource> resources(Map<String, String> texts, SiteSettings settings, List<String> defects) {
        List<MetadataResource> resources = new ArrayList<>();
        files.resources(below(Content.RESOURCES, texts), defects).forEach((name, resource) -> {
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

    /** What lies below the folder, by the rest of its path. */
    private static Map<String, String> below(String folder, Map<String, String> texts) {
        Map<String, String> found = new TreeMap<>();
        texts.forEach((path, text) -> {
            if (path.startsWith(folder)) {
                found.put(path.substring(folder.length()), text);
            }
        });
        return found;
    }

    /**
     * CQL by the name of its library, with FHIRHelpers.
     *
     * @param texts of content by path
     */
    public static Map<String, String> cql(Map<String, String> texts) {
        Map<String, String> sources = new TreeMap<>();
        below(Content.CQL, texts).forEach((name, text) -> sources.put(name.replaceAll("\\.cql$", ""), text));
        sources.put(FHIR_HELPERS, FHIR_HELPERS_CQL);
        return Map.copyOf(sources);
    }

    private static String fhirHelpers() {
        try (InputStream file = Objects.requireNonNull(
                KnowledgeLoader.class.getResourceAsStream("/org/hl7/fhir/FHIRHelpers-4.0.1.cql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static Map<String, ValueSetCodes> valueSets(List<MetadataResource> resources, List<String> defects) {
        Map<String, ValueSetCodes> valueSets = new LinkedHashMap<>();
        ValueSetExpander expander = new ValueSetExpander(resources);
        byKey(resources, ValueSet.class, ValueSet::getUrl, defects).forEach((url, valueSet) -> {
            try {
                valueSets.put(url, ValueSetCodes.of(valueSet, expander.codings(valueSet)));
            } catch (UnresolvedValueSetException e) {
                defects.add(String.valueOf(e.getMessage()));
            }
        });
        return Map.copyOf(valueSets);
    }

    private static <R extends MetadataResource> Map<String, R> byKey(
            List<MetadataResource> resources, Class<R> type, Function<R, String> key, List<String> defects) {
        Map<String, R> found = new LinkedHashMap<>();
        for (MetadataResource resource : resources) {
            if (!type.isInstance(resource)) {
                continue;
            }
            String value = key.apply(type.cast(resource));
            if (value == null) {
                defects.add(resource.fhirType() + "/" + resource.getIdPart() + ": its name or url is missing.");
            } else if (found.put(value, type.cast(resource)) != null) {
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
