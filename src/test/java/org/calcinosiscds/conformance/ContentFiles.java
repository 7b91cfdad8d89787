package org.calcinosiscds.conformance;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;

/** The resources of {@code fhir-resources} other than those of cases. */
final class ContentFiles {
    private ContentFiles() {}

    static List<Path> all() {
        try (Stream<Path> files = Files.walk(Path.of("fhir-resources"), 2)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Resource> read() {
        List<Resource> content = new ArrayList<>();
        for (Path file : all()) {
            try {
                content.add((Resource) FhirContext.forR4Cached().newJsonParser().parseResource(Files.readString(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return content;
    }
}
