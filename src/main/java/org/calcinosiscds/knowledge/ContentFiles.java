package org.calcinosiscds.knowledge;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Text by file name, ascending. */
    Map<String, String> texts(String pattern) {
        Map<String, String> texts = new TreeMap<>();
        try {
            for (var file : files.getResources(pattern)) {
                texts.put(
                        String.valueOf(file.getFilename()),
                        file.getContentAsString(StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + pattern + ".", e);
        }
        return texts;
    }

    /** Resources by file name, which is made of type and id. What is wrong with a file is added to the defects. */
    Map<String, Resource> resources(String pattern, List<String> defects) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        texts(pattern).forEach((name, text) -> {
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

    private static void requireIdentity(String name, Resource resource, List<String> defects) {
        String expected = resource.fhirType() + "-" + resource.getIdPart() + ".json";
        if (!name.equals(expected)) {
            defects.add(name + " id: the file must be called " + expected + ".");
        }
        if (resource instanceof MetadataResource metadata
                && (!metadata.hasUrl() || !metadata.hasVersion() || !metadata.hasStatus())) {
            defects.add(name + ": url, version and status are required.");
        }
    }
}
