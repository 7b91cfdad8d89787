package org.calcinosiscds.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.calcinosiscds.authoring.ContentCheck;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that stands partly in a package. */
class FhirPackageTests {
    private static final String LIBRARY = "fhir-resources/library/Library-Kidney.json";
    private static final String VALUE_SET = "fhir-resources/value-set/ValueSet-dialysis.json";
    private static final String OTHER = "fhir-resources/value-set/ValueSet-other.json";

    @TempDir
    private Path folder;

    private Map<String, String> whole = Map.of();

    @BeforeEach
    void moveALibraryAndItsValueSetIntoAPackage() throws IOException {
        new SmallKnowledge(folder)
                .withTrigger()
                .replacing("cql/Kidney.cql", "define \"On", "define \"Unused\":\n  true\n\ndefine \"On")
                .replacing("cql/Small.cql", "define \"Card\":", "// CDS050 accepted: a test.\ndefine \"Card\":");
        whole = new Content.Folder(folder).texts();
        Map<String, byte[]> files = new TreeMap<>();
        files.put("package/package.json", bytes("{\"name\":\"org.example.kidney\",\"version\":\"1.0.0\"}"));
        files.put("package/Library-Kidney.json", bytes(whole.get(LIBRARY).replaceFirst("\\}\\s*$", """
                ,"content":[{"contentType":"application/elm+json","data":"e30="},{"contentType":"text/cql","data":"%s"}]}
                """.formatted(
                        Base64.getEncoder().encodeToString(bytes(whole.get("cql/Kidney.cql")))))));
        files.put("package/ValueSet-dialysis.json", bytes(whole.get(VALUE_SET)));
        files.put("package/ValueSet-other.json", bytes(whole.get(VALUE_SET).replace("dialysis", "other")));
        files.put(
                "package/StructureDefinition-x.json", bytes("{\"resourceType\":\"StructureDefinition\",\"id\":\"x\"}"));
        files.put("package/example/Patient-p.json", bytes("{\"resourceType\":\"Patient\",\"id\":\"p\"}"));
        for (String moved : new String[] {LIBRARY, VALUE_SET, "cql/Kidney.cql"}) {
            Files.delete(folder.resolve(moved));
        }
        Files.createDirectory(folder.resolve("packages"));
        Files.write(folder.resolve("packages/kidney.tgz"), TarArchive.write(files));
    }

    @Test
    void whatTheContentNamesIsReadFromThePackageAndNothingElse() {
        Map<String, String> texts = new Content.Folder(folder).texts();

        assertThat(texts.keySet()).isEqualTo(whole.keySet()).doesNotContain(OTHER);
        assertThat(texts.get("cql/Kidney.cql")).isEqualTo(whole.get("cql/Kidney.cql"));
        assertThat(texts.get(LIBRARY)).doesNotContain("elm+json", "\"data\"");
    }

    @Test
    void warningsAboutPackagesAreNotForTheAuthorOfTheContent() {
        assertThat(ContentCheck.of(folder, FhirContext.forR4Cached()).findings())
                .isEmpty();
    }

    @Test
    void packageAsContentHasAllItsResources() {
        Content content = Content.at(folder.resolve("packages/kidney.tgz"));

        assertThat(content.name()).isEqualTo("package kidney.tgz");
        assertThat(content.texts()).containsKeys("cql/Kidney.cql", LIBRARY, VALUE_SET, OTHER);
    }

    @Test
    void fileThatIsNoPackageIsNamed() throws IOException {
        Files.writeString(folder.resolve("packages/other.tgz"), "no archive");
        Content.Folder content = new Content.Folder(folder);

        assertThatThrownBy(content::texts)
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("other.tgz: it is no FHIR package");
    }

    @Test
    void longNamesOfOtherProgramsAreRead() throws IOException {
        String name = "package/" + "x".repeat(200) + ".json";
        for (int mode : new int[] {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
                tar.setLongFileMode(mode);
                for (String each : new String[] {name, "package/short.json"}) {
                    TarArchiveEntry entry = new TarArchiveEntry(each);
                    entry.setSize(2);
                    tar.putArchiveEntry(entry);
                    tar.write(bytes("{}"));
                    tar.closeArchiveEntry();
                }
            }

            assertThat(TarArchive.read(bytes.toByteArray())).containsOnlyKeys(name, "package/short.json");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
