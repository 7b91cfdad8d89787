package org.calcinosiscds.cdshooks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.calcinosiscds.feedback.CardIds;
import org.calcinosiscds.feedback.FeedbackItem;
import org.calcinosiscds.feedback.FeedbackSettings;
import org.calcinosiscds.feedback.Outcome;
import org.calcinosiscds.feedback.OverrideReasons;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns the body of a feedback call into items or says which field is wrong. Unknown fields are ignored. */
@Component
class FeedbackReader {
    private static final Set<String> FIELDS = Set.of(
            "feedback",
            "card",
            "outcome",
            "outcomeTimestamp",
            "acceptedSuggestions",
            "id",
            "overrideReason",
            "reason",
            "code",
            "system",
            "userComment",
            "extension");
    /** Control characters, and halves of a character, which no database can keep. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\n\t]]");

    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
    private static final int MAX_SUGGESTIONS = 16;

    private final JsonGuard guard;
    private final CardIds ids;
    private final OverrideReasons reasons;
    private final FeedbackSettings settings;
    private final Clock clock;

    FeedbackReader(JsonGuard guard, CardIds ids, OverrideReasons reasons, FeedbackSettings settings, Clock clock) {
        this.guard = guard;
        this.ids = ids;
        this.reasons = reasons;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param issuer the client that calls; it may speak of its own cards only
     * @throws org.calcinosiscds.outcome.RejectedInputException when it is not acceptable JSON, or a field is of the wrong JSON type
     * @throws RequestException with 400 when a field is missing or its value is not allowed
     */
    List<FeedbackItem> read(byte[] body, String issuer, String service) {
        JsonValue feedback = guard.read(body, FIELDS).require(Kind.OBJECT).property("feedback");
        if (feedback == null) {
            throw RequestException.badRequest("feedback", "Field 'feedback' was absent.");
        }
        List<JsonValue> entries = feedback.require(Kind.ARRAY).elements();
        if (entries.isEmpty() || entries.size() > settings.items()) {
            throw RequestException.badRequest(
                    "feedback", "Field 'feedback' must have 1 to " + settings.items() + " items.");
        }
        List<FeedbackItem> items = new ArrayList<>();
        List<OutcomeIssue> unknown = new ArrayList<>();
        for (JsonValue entry : entries) {
            UUID card = uuid(entry.require(Kind.OBJECT), "card");
            Optional<CardIds.IssuedCard> issued = ids.issued(issuer, service, card);
            FeedbackItem item = item(entry, card, issued);
            if (issued.isEmpty()) {
                unknown.add(new OutcomeIssue(
                        "not-found",
                        "Field '%s.card' is not a card that this service gave to this client in the last %d days."
                                .formatted(entry.location(), settings.maxAge().toDays()),
                        entry.location() + ".card"));
            }
            items.add(item);
        }
        if (!unknown.isEmpty()) {
            throw new RequestException(Status.BAD_REQUEST, unknown);
        }
        return items;
    }

    private FeedbackItem item(JsonValue entry, UUID card, Optional<CardIds.IssuedCard> issued) {
        Instant happened = happened(entry);
        String outcome = StringFields.optional(entry, "outcome");
        if (Outcome.ACCEPTED.code().equals(outcome)) {
            return new FeedbackItem(card, Outcome.ACCEPTED, null, null, suggestions(entry, issued), happened);
        }
        if (!Outcome.OVERRIDDEN.code().equals(outcome)) {
            throw refused(entry, "outcome", "must be 'accepted' or 'overridden'");
        }
        JsonValue why = entry.property("overrideReason");
        return new FeedbackItem(
                card,
                Outcome.OVERRIDDEN,
                why == null ? null : reason(why.require(Kind.OBJECT)),
                why == null ? null : comment(why),
                List.of(),
                happened);
    }

    private static List<UUID> suggestions(JsonValue entry, Optional<CardIds.IssuedCard> issued) {
        JsonValue accepted = entry.property("acceptedSuggestions");
        if (accepted == null
                || accepted.require(Kind.ARRAY).elements().isEmpty()
                || accepted.elements().size() > MAX_SUGGESTIONS) {
            throw refused(
                    entry,
                    "acceptedSuggestions",
                    "must have 1 to " + MAX_SUGGESTIONS + " items when the outcome is 'accepted'");
        }
        List<UUID> suggestions = new ArrayList<>();
        for (JsonValue each : accepted.elements()) {
            UUID id = uuid(each.require(Kind.OBJECT), "id");
            if (issued.isPresent() && !issued.get().suggested(id)) {
                throw refused(each, "id", "is not a suggestion of this card");
            }
            suggestions.add(id);
        }
        return suggestions;
    }

    /** A Coding under {@code reason}; clients of CDS Hooks before 2.0 send the Coding itself, with no comment. */
    private @Nullable String reason(JsonValue why) {
        boolean isBareCoding = why.property("reason") == null && why.property("code") != null;
        JsonValue reason = isBareCoding ? why : why.property("reason");
        if (reason == null) {
            return null;
        }
        String code = StringFields.optional(reason.require(Kind.OBJECT), "code");
        if (!OverrideReasons.SYSTEM.equals(StringFields.optional(reason, "system"))) {
            throw refused(reason, "system", "must be '" + OverrideReasons.SYSTEM + "', as on the card");
        }
        if (code == null || !reasons.contains(code)) {
            throw refused(reason, "code", "must be a code of the card's override reasons");
        }
        return code;
    }

    private @Nullable String comment(JsonValue why) {
        String comment = StringFields.optional(why, "userComment");
        if (comment == null || comment.isBlank()) {
            return null;
        }
        if (comment.length() > settings.comment()) {
            throw refused(why, "userComment", "must have " + settings.comment() + " characters at most");
        }
        return UNPRINTABLE.matcher(comment).replaceAll(" ");
    }

    private Instant happened(JsonValue entry) {
        String text = StringFields.optional(entry, "outcomeTimestamp");
        Instant now = clock.instant();
        try {
            Instant happened = OffsetDateTime.parse(String.valueOf(text)).toInstant();
            if (!happened.isBefore(now.minus(settings.maxAge())) && !happened.isAfter(now.plus(CLOCKS_APART))) {
                return happened;
            }
        } catch (DateTimeParseException e) {
            // Told below like an instant out of range.
        }
        throw refused(
                entry,
                "outcomeTimestamp",
                "must be an instant with a time zone, not older than %d days and not in the future"
                        .formatted(settings.maxAge().toDays()));
    }

    private static UUID uuid(JsonValue object, String name) {
        String text = StringFields.optional(object, name);
        if (text == null || !LiteralReference.UUID.matcher(text).matches()) {
            throw refused(object, name, "must be a UUID");
        }
        return UUID.fromString(text);
    }

    private static RequestException refused(JsonValue object, String name, String rule) {
        String location = object.location() + "." + name;
        return RequestException.badRequest(
                location,
                "Field '%s' %s.".formatted(location, object.property(name) == null ? "was absent; it " + rule : rule));
    }
}
