package org.calcinosiscds.knowledge;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Reads the resources of content. */
final class ContentFiles {
    private final FhirContext fhir;
    private final @Nullable Map<String, Resource> known;

    /** @param isKept whether a file whose text is the same is not read again; its resource must then not be changed */
    ContentFiles(FhirContext fhir, boolean isKept) {
        this.fhir = fhir;
        this.known = isKept ? new HashMap<>() : null;
    }

    /**
     * Resources by folder and file name, which are made of type and id. What is wrong with a file is added to the defects.
     *
     * @param texts JSON by folder and file name, such as {@code value-set/ValueSet-lupus.json}
     */
    Map<String, Resource> resources(Map<String, String> texts, List<String> defects) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        if (known != null) {
            // Not every text that a file has had while it was edited.
            known.keySet().retainAll(new HashSet<>(texts.values()));
        }
        texts.forEach((name, text) -> {
            try {
                Resource resource = resource(text);
                requireIdentity(name, resource, defects);
                resources.put(name, resource);
            } catch (DataFormatException | ClassCastException e) {
                defects.add(name + ": " + e.getMessage());
            }
        });
        return resources;
    }

    private Resource resource(String text) {
        Resource read = known == null ? null : known.get(text);
        if (read == null) {
            read = (Resource) fhir.newJsonParser()
                    .setParserErrorHandler(new StrictErrorHandler())
                    .parseResource(text);
            if (known != null) {
                known.put(text, read);
            }
        }
        return read;
    }

    /** Whether a file lies in a folder of resources, one level below the folder of content. */
    static boolean isResource(Path content, Path file) {
        return file.toString().endsWith(".json") && content.relativize(file).getNameCount() == 2;
    }

    /** Folder of a resource type: {@code value-set} for {@code ValueSet}. */
    static String folder(String type) {
        return type.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static void requireIdentity(String name, Resource resource, List<String> defects) {
        String expected =
                folder(resource.fhirType()) + "/" + resource.fhirType() + "-" + resource.getIdPart() + ".json";
        if (!name.equals(expected)) {
            defects.add(name + " id: the file must be called " + expected + ".");
        }
        // A library is found by its name.
        if (resource instanceof MetadataResource metadata
                && !(metadata instanceof Library)
                && metadata.getUrl() == null) {
            defects.add(name + ": url is required.");
        }
    }
}
