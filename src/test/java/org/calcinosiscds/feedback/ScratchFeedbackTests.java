package org.calcinosiscds.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.TriggerNames;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.store.StoreSettings;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ScratchFeedbackTests {
    @Test
    void fileIsThereUntilItIsClosed() {
        Path folder;
        try (ScratchFeedback scratch = scratch("jdbc:sqlite:target/not-touched/store.db")) {
            note(scratch);
            folder = Objects.requireNonNull(scratch.folder());
            assertThat(folder.resolve("scratch.db")).isNotEmptyFile();
        }
        assertThat(folder).doesNotExist();
        assertThat(Path.of("target/not-touched")).doesNotExist();
    }

    @Test
    void databaseOfOthersIsNotTouched() {
        for (String url : List.of("jdbc:postgresql://localhost:1/none", "none")) {
            try (ScratchFeedback scratch = scratch(url)) {
                note(scratch);
                assertThat(scratch.folder()).isNull();
            }
        }
    }

    private static void note(ScratchFeedback scratch) {
        scratch.cards()
                .note(
                        scratch.ids().card(Desk.ISSUER, Desk.SERVICE, "patient"),
                        Desk.ISSUER,
                        Desk.SERVICE,
                        "patient",
                        Desk.recommendation("MINERAL", Urgency.INFO, List.of("CC-010"), "NORMAL", "Condition/1"),
                        TriggerNames.OF_SAVED,
                        "0.1.0");
    }

    private static ScratchFeedback scratch(String url) {
        return new ScratchFeedback(
                new StoreSettings(url, "", "", Duration.ofSeconds(20), Duration.ofDays(400), Duration.ofHours(6)),
                new FeedbackSettings(
                        "", DataSize.ofKilobytes(256), 100, 4096, Duration.ofDays(90), Duration.ofSeconds(20)),
                new KnowledgeLoader(FhirContext.forR4Cached()).load(),
                Clock.fixed(Desk.NOW, ZoneOffset.UTC));
    }
}
