package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file in a folder is read, known to hold nothing, or named. */
class InputFolderTests {
    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n";

    @TempDir
    Path folder;

    @Test
    void filesOfFhirAreReadWhateverTheyAreCalled() throws IOException {
        write("Patient.ndjson", PATIENT);
        gzip("Condition.ndjson.gz", PATIENT);
        gzip("Encounter.ndjson", PATIENT);
        write("inside/part-00000", "\uFEFF" + PATIENT);
        gzip("b.JSON.GZ", PATIENT);

        InputFolder found = InputFolder.of(folder);

        assertThat(found.files().stream().map(InputFile::name))
                .containsExactly(
                        "Condition.ndjson.gz",
                        "Encounter.ndjson",
                        "Patient.ndjson",
                        "b.JSON.GZ",
                        Path.of("inside", "part-00000").toString());
        assertThat(found.unread()).isEmpty();
        for (InputFile file : found.files()) {
            try (file) {
                assertThat(new String(file.stream().readAllBytes(), StandardCharsets.UTF_8))
                        .endsWith(PATIENT);
            }
        }
    }

    @Test
    void bookkeepingAndHiddenFilesArePassedOver() throws IOException {
        for (String name : new String[] {
            "_SUCCESS", "manifest.json", ".hidden.ndjson", ".git/x.json", "Patient.ndjson.crc", "a.sha256", "MD5SUMS"
        }) {
            write(name, "x");
        }

        InputFolder found = InputFolder.of(folder);

        assertThat(found.files()).isEmpty();
        assertThat(found.unread()).isEmpty();
    }

    @Test
    void otherFilesAreNamedAndThoseThatMayHoldFhirAreFailures() throws IOException {
        write("readme.txt", "Hello");
        write("Observation.xml", "<?xml version=\"1.0\"?><Bundle xmlns=\"http://hl7.org/fhir\"/>");
        Files.createSymbolicLink(folder.resolve("moved.json"), folder.resolve("nowhere.json"));
        write("all.zip", "PK\u0003\u0004...");
        write("Condition.ndjson.bz2", "BZh91AY");

        InputFolder found = InputFolder.of(folder);

        assertThat(found.files()).isEmpty();
        assertThat(found.unread())
                .extracting(InputFolder.Unread::name, InputFolder.Unread::mayBeFhir)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Condition.ndjson.bz2", true),
                        org.assertj.core.groups.Tuple.tuple("Observation.xml", true),
                        org.assertj.core.groups.Tuple.tuple("all.zip", true),
                        org.assertj.core.groups.Tuple.tuple("moved.json", true),
                        org.assertj.core.groups.Tuple.tuple("readme.txt", false));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void gzip(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
