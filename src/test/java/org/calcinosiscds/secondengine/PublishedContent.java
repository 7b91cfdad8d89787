package org.calcinosiscds.secondengine;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.Resource;

/** The files of {@code fhir-resources}, each Library with its CQL: the files that another engine loads. */
final class PublishedContent {
    private final Bundle bundle = new Bundle();

    PublishedContent(FhirContext context) {
        try (Stream<Path> files = Files.walk(Path.of("fhir-resources"), 2)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Resource resource = (Resource) context.newJsonParser().parseResource(Files.readString(file));
                if (resource instanceof Library library) {
                    library.getContentFirstRep()
                            .setData(Files.readAllBytes(
                                    Path.of(library.getContentFirstRep().getTitle())));
                }
                bundle.addEntry().setResource(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bundle bundle() {
        return bundle;
    }

    <R extends Resource> List<R> all(Class<R> type) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
