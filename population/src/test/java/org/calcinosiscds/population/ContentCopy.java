package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The content of the repository in a folder of its own, changed in one place. */
final class ContentCopy {
    private static final Path CONTENT = Path.of("..");

    private ContentCopy() {}

    /** @param file that has the text which is changed */
    static void write(Path folder, String file, String text, String changed) throws IOException {
        for (String part : List.of("cql", "fhir-resources")) {
            try (Stream<Path> files = Files.walk(CONTENT.resolve(part))) {
                for (Path each : files.filter(Files::isRegularFile)
                        .filter(any -> !any.startsWith(CasesExport.CASES))
                        .toList()) {
                    Path to = folder.resolve(CONTENT.relativize(each).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(each, to);
                }
            }
        }
        Path of = folder.resolve(file);
        String before = Files.readString(of);
        assertThat(before).contains(text);
        Files.writeString(of, before.replace(text, changed));
    }
}
