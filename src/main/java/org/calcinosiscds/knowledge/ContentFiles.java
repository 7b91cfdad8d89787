package org.calcinosiscds.knowledge;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Reads files of content, from the classpath or a folder. */
final class ContentFiles {
    private final FhirContext fhir;
    private final PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();

    ContentFiles(FhirContext fhir) {
        this.fhir = fhir;
    }

    /**
     * Text by folder and file name, such as {@code value-set/ValueSet-lupus.json}, ascending.
     *
     * @param root URL of the parent of the folder, ends with a slash
     * @param pattern folder and file name, each may have wildcards
     */
    Map<String, String> texts(String root, String pattern) {
        Map<String, String> texts = new TreeMap<>();
        try {
            for (var file : files.getResources(root + pattern)) {
                String path = URLDecoder.decode(file.getURL().getPath(), StandardCharsets.UTF_8);
                texts.put(
                        path.substring(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1),
                        file.getContentAsString(StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + root + pattern + ".", e);
        }
        return texts;
    }

    /**
     * Resources by folder and file name, which are made of type and id. What is wrong with a file is added to the defects.
     *
     * @param root URL of a folder that has one folder for each resource type, ends with a slash
     */
    Map<String, Resource> resources(String root, List<String> defects) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        texts(root, "*/*.json").forEach((name, text) -> {
            try {
                Resource resource = (Resource) fhir.newJsonParser()
                        .setParserErrorHandler(new StrictErrorHandler())
                        .parseResource(text);
                requireIdentity(name, resource, defects);
                resources.put(name, resource);
            } catch (DataFormatException | ClassCastException e) {
                defects.add(name + ": " + e.getMessage());
            }
        });
        return resources;
    }

    /** Whether a file lies in a folder of resources, one level below the folder of content. */
    static boolean isResource(Path content, Path file) {
        return file.toString().endsWith(".json") && content.relativize(file).getNameCount() == 2;
    }

    /** Folder of a resource type: {@code value-set} for {@code ValueSet}. */
    private static String folder(String type) {
        return type.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static void requireIdentity(String name, Resource resource, List<String> defects) {
        String expected =
                folder(resource.fhirType()) + "/" + resource.fhirType() + "-" + resource.getIdPart() + ".json";
        if (!name.equals(expected)) {
            defects.add(name + " id: the file must be called " + expected + ".");
        }
        if (resource instanceof MetadataResource metadata
                && (!metadata.hasUrl() || !metadata.hasVersion() || !metadata.hasStatus())) {
            defects.add(name + ": url, version and status are required.");
        }
    }
}
