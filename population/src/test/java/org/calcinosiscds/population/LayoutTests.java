package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayoutTests {
    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"a\"}";
    private static final String CONDITION =
            "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/a\"}}";
    private static final String BUNDLE =
            "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":" + PATIENT + "}]}";

    @TempDir
    static Path folder = Path.of("");

    private final Options options = new Options(
            "out",
            "",
            false,
            null,
            Provenance.UNKNOWN,
            new PatientAssessments.Settings("", "patient-view", "2026-11-21T09:00:00Z", "UTC"),
            null,
            Layout.AUTO,
            Strict.READ,
            List.of(),
            false,
            1,
            1,
            0,
            1,
            0);
    private @Nullable SparkSession spark;

    @BeforeAll
    void open() {
        spark = Sessions.open(options, folder.resolve("scratch"));
    }

    @AfterAll
    void close() throws IOException {
        Objects.requireNonNull(spark).close();
    }

    @Test
    void eachLayoutIsFound() throws IOException {
        accepted(lines("types", PATIENT + "\n" + PATIENT, CONDITION + "\nnot JSON"), Layout.TYPES, Layout.MIXED);
        accepted(lines("mixed", PATIENT + "\n" + CONDITION), Layout.MIXED);
        accepted(lines("bundles", BUNDLE + "\n" + BUNDLE), Layout.BUNDLES);
        accepted(lines("both", BUNDLE + "\n" + PATIENT));
    }

    @Test
    void firstLineThatLiesOtherwiseIsNamed() throws IOException {
        Lines lines = lines("named", PATIENT + "\n\n" + CONDITION + "\n" + BUNDLE);

        assertThatThrownBy(() -> Layout.TYPES.require(lines))
                .hasMessageStartingWith("--layout types expects resources of one type in each file, and line 3 of ")
                .hasMessageEndingWith("named-0.ndjson holds Condition.");
        assertThatThrownBy(() -> Layout.MIXED.require(lines))
                .hasMessageContaining("line 4 of ")
                .hasMessageEndingWith(" holds Bundle.");
    }

    private static void accepted(Lines lines, Layout... expected) {
        Set<Layout> accepted = EnumSet.of(Layout.AUTO);
        accepted.addAll(List.of(expected));
        for (Layout layout : Layout.values()) {
            boolean isAccepted = true;
            try {
                layout.require(lines);
            } catch (LayoutException e) {
                isAccepted = false;
            }
            assertThat(isAccepted).as(layout.option()).isEqualTo(accepted.contains(layout));
        }
    }

    private Lines lines(String name, String... texts) throws IOException {
        ArrayList<InputFile> files = new ArrayList<>();
        for (String text : texts) {
            Path file = folder.resolve(name + "-" + files.size() + ".ndjson");
            Files.writeString(file, text);
            files.add(new InputFile(files.size(), file.toString(), text.length(), false, false, false));
        }
        SparkSession session = Objects.requireNonNull(spark);
        return Lines.read(session, files, options, SharedRules.of(session, options), folder.resolve(name));
    }
}
