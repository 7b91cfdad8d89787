package org.calcinosiscds.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content of another jar of the service. */
class JarContentTests {
    private static final Map<String, String> TEXTS =
            Map.of("cql/Small.cql", "library Small\n", "fhir-resources/value-set/ValueSet-x.json", "{}");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "BOOT-INF/classes/"})
    void jarHoldsTheTextsThatItsIndexNames(String prefix) throws IOException {
        Path jar = folder.resolve("rules.jar");
        write(jar, prefix, String.join("\n", TEXTS.keySet()));

        Content content = Content.at(jar);

        assertThat(content.texts()).isEqualTo(TEXTS);
        assertThat(content.name()).isEqualTo("jar rules.jar");
        assertThat(content.folder()).isEmpty();
    }

    @Test
    void whatIsNoSuchJarIsNamed() throws IOException {
        Path jar = folder.resolve("other.jar");
        Files.writeString(jar, "text");
        assertThatThrownBy(() -> Content.at(jar).texts())
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("other.jar: it is no jar, or cannot be read.");
        write(jar, "elsewhere/", "");
        assertThatThrownBy(() -> Content.at(jar).texts())
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("other.jar: it is a jar without content.");
        write(jar, "", "cql/Missing.cql");
        assertThatThrownBy(() -> Content.at(jar).texts())
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("other.jar: it is no jar, or cannot be read.");
    }

    private static void write(Path jar, String prefix, String index) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            add(zip, prefix + Content.INDEX, index);
            for (Map.Entry<String, String> text : TEXTS.entrySet()) {
                add(zip, prefix + text.getKey(), text.getValue());
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
