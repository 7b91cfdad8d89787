package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.feedback.FeedbackItem;
import org.calcinosiscds.feedback.SampleCards;
import org.calcinosiscds.fuzz.OwnWords;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientRecords;
import tools.jackson.databind.JsonNode;

/**
 * Whatever is sent as feedback is refused in words of our own, with a place, or read as it stands there and within every limit.
 *
 * <p>{@code CARD} and {@code SUGGESTION} in an input stand for what this service has given.
 */
class FeedbackFuzz {
    private static final OwnWords WORDS = new OwnWords();
    private static final FeedbackReader READER = new FeedbackReader(
            PatientRecords.guard(), SampleCards.IDS, SampleCards.REASONS, SampleCards.SETTINGS, SampleCards.CLOCK);

    @FuzzTest
    void whateverComesIsWithinTheLimitsOrRefused(byte[] bytes) {
        String body = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("CARD", SampleCards.CARD.toString())
                .replace("SUGGESTION", SampleCards.SUGGESTION.toString());
        byte[] sent = body.getBytes(StandardCharsets.ISO_8859_1);
        List<FeedbackItem> items;
        try {
            items = READER.read(sent, SampleCards.ISSUER, SampleCards.SERVICE);
        } catch (RejectedInputException e) {
            WORDS.check(List.of(e.issue()));
            return;
        } catch (RequestException e) {
            assertThat(e.status().code()).isBetween(400, 499);
            assertThat(e.issues()).allMatch(issue -> issue.expression() != null);
            WORDS.check(e.issues());
            return;
        }
        JsonNode feedback = Json.read(new String(sent, StandardCharsets.UTF_8)).path("feedback");
        assertThat(items).hasSize(feedback.size()).hasSizeBetween(1, 100);
        for (int i = 0; i < items.size(); i++) {
            check(items.get(i), feedback.path(i));
        }
    }

    private static void check(FeedbackItem item, JsonNode sent) {
        assertThat(item.card())
                .isEqualTo(SampleCards.CARD)
                .isEqualTo(UUID.fromString(sent.path("card").asString()));
        assertThat(item.outcome().code()).isEqualTo(sent.path("outcome").asString());
        assertThat(item.happened())
                .isEqualTo(OffsetDateTime.parse(sent.path("outcomeTimestamp").asString())
                        .toInstant())
                .isBetween(
                        SampleCards.CLOCK.instant().minus(Duration.ofDays(90)),
                        SampleCards.CLOCK.instant().plus(Duration.ofMinutes(5)));
        assertThat(item.suggestions())
                .hasSizeLessThanOrEqualTo(16)
                .allMatch(SampleCards.SUGGESTION::equals)
                .hasSize(
                        item.outcome().code().equals("accepted")
                                ? sent.path("acceptedSuggestions").size()
                                : 0);
        if (item.comment() != null) {
            assertThat(item.comment().length()).isBetween(1, 4096);
            assertThat(item.comment().codePoints())
                    .as("no control characters but line ends and tabs, nothing that is no character")
                    .allMatch(each -> each == '\n'
                            || each == '\t'
                            || !Character.isISOControl(each) && Character.getType(each) != Character.SURROGATE);
        }
        assertThat(item.reason() == null || SampleCards.REASONS.contains(item.reason()))
                .isTrue();
    }
}
