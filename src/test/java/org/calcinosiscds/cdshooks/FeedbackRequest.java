package org.calcinosiscds.cdshooks;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Bodies of feedback calls as raw JSON. */
final class FeedbackRequest {
    static final String NOW = "2026-11-21T09:00:00Z";
    private static final String REASONS = "https://calcinosis-cds.org/fhir/CodeSystem/override-reason";

    private FeedbackRequest() {}

    static String of(String... items) {
        return "{\"feedback\":[%s]}".formatted(Arrays.stream(items).collect(Collectors.joining(",")));
    }

    static String accepted(String card, String suggestion) {
        return """
                {"card":"%s","outcome":"accepted","acceptedSuggestions":[{"id":"%s"}],"outcomeTimestamp":"%s"}""".formatted(card, suggestion, NOW);
    }

    static String overridden(String card, String reason, String timestamp) {
        return """
                {"card":"%s","outcome":"overridden","overrideReason":{"reason":{"code":"%s","system":"%s"},\
                "userComment":"Seen =SUM(A1) yesterday."},"outcomeTimestamp":"%s"}""".formatted(card, reason, REASONS, timestamp);
    }

    /** As before CDS Hooks 2.0: the Coding stands where its parent is now. */
    static String overriddenByOldClient(String card, String reason) {
        return """
                {"card":"%s","outcome":"overridden","overrideReason":{"code":"%s","system":"%s"},\
                "outcomeTimestamp":"%s"}""".formatted(card, reason, REASONS, NOW);
    }

    static String dismissed(String card) {
        return "{\"card\":\"%s\",\"outcome\":\"overridden\",\"outcomeTimestamp\":\"%s\"}".formatted(card, NOW);
    }
}
