package org.calcinosiscds.feedback;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.TriggerNames;

/**
 * Makes the ids of cards and suggestions and knows them again, on any replica and without a table.
 *
 * <p>A card's id is a UUID of version 8: 64 random bits and 58 bits of a keyed hash over them, the client, the service
 * and the day. The same card in the answer to a repeated call has the same id. A suggestion's id follows from its card's.
 */
public final class CardIds {
    private static final int TAG_BITS = 58;
    private static final long TAG_MASK = (1L << TAG_BITS) - 1;
    private static final int MAX_SUGGESTIONS = 16;

    private final Secrets secrets;
    private final FeedbackSettings settings;
    private final Clock clock;

    CardIds(Secrets secrets, FeedbackSettings settings, Clock clock) {
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Id for a card of today.
     *
     * @param issuer who called
     * @param content what makes this card another than the next one: call, patient, problem and reasons
     */
    public UUID card(String issuer, String service, String... content) {
        Secret secret = secrets.current();
        String[] parts = new String[content.length + 2];
        parts[0] = issuer;
        parts[1] = service;
        System.arraycopy(content, 0, parts, 2, content.length);
        long unique = ByteBuffer.wrap(secret.hash("card", parts)).getLong();
        return uuid(unique, tag(secret, unique, issuer, service, today()));
    }

    /** @param index from 0 */
    public UUID suggestion(UUID card, int index) {
        return suggestion(secrets.current(), card, index);
    }

    /** A pseudonym of a patient: without the secret it does not identify the patient. */
    public String pseudonym(String issuer, String patientId) {
        return HexFormat.of().formatHex(secrets.current().hash("patient", issuer, patientId), 0, 16);
    }

    /**
     * Hash of what triggers a recommendation and of the tier of the product: another one wakes a snoozed problem. Like the pseudonym it
     * tells nobody what that was.
     */
    String fingerprint(Recommendation recommendation, TriggerNames names) {
        String triggers = recommendation.triggers().stream()
                .map(names::of)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        return HexFormat.of().formatHex(secrets.current().hash("fingerprint", triggers, recommendation.tier()), 0, 16);
    }

    /** Hashes of what triggers a recommendation, each of one reference; like the pseudonym they do not reveal the reference. */
    List<String> triggers(Recommendation recommendation, TriggerNames names) {
        return recommendation.triggers().stream()
                .map(names::of)
                .distinct()
                .map(this::trigger)
                .toList();
    }

    /** Hash of one thing by its name, see {@link TriggerNames}. */
    String trigger(String name) {
        return HexFormat.of().formatHex(secrets.current().hash("trigger", name), 0, 16);
    }

    /** Which suggestion of a card has this id, from 0; empty when none has. */
    OptionalInt index(UUID card, UUID suggestion) {
        return IntStream.range(0, MAX_SUGGESTIONS)
                .filter(index -> secrets.known().stream()
                        .anyMatch(secret -> suggestion(secret, card, index).equals(suggestion)))
                .findFirst();
    }

    /** The card of that id, if it is one that this installation gave to that client in that service and not too long ago. */
    public Optional<IssuedCard> issued(String issuer, String service, UUID id) {
        Optional<IssuedCard> issued = find(issuer, service, id);
        if (issued.isEmpty()) {
            secrets.refresh();
            issued = find(issuer, service, id);
        }
        return issued;
    }

    private Optional<IssuedCard> find(String issuer, String service, UUID id) {
        if (id.version() != 8 || id.variant() != 2) {
            return Optional.empty();
        }
        long unique = unique(id);
        long tag = id.getLeastSignificantBits() & TAG_MASK;
        LocalDate today = today();
        long days = settings.maxAge().toDays();
        return secrets.known().stream()
                // From tomorrow, because the clock of another replica may be ahead.
                .filter(secret -> IntStream.rangeClosed(-1, (int) days)
                        .anyMatch(ago -> tag(secret, unique, issuer, service, today.minusDays(ago)) == tag))
                .findFirst()
                .map(secret -> new IssuedCard(id, secret));
    }

    /** A card that was issued. */
    public static final class IssuedCard {
        private final UUID id;
        private final Secret secret;

        private IssuedCard(UUID id, Secret secret) {
            this.id = id;
            this.secret = secret;
        }

        /** True when it can have had a suggestion of that id. */
        public boolean suggested(UUID suggestion) {
            return IntStream.range(0, MAX_SUGGESTIONS)
                    .anyMatch(index -> suggestion(secret, id, index).equals(suggestion));
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static UUID suggestion(Secret secret, UUID card, int index) {
        ByteBuffer hash = ByteBuffer.wrap(secret.hash("suggestion", card.toString(), String.valueOf(index)));
        return uuid(hash.getLong(), hash.getLong() & TAG_MASK);
    }

    private static long tag(Secret secret, long unique, String issuer, String service, LocalDate day) {
        return ByteBuffer.wrap(secret.hash("tag", Long.toHexString(unique), issuer, service, day.toString()))
                        .getLong()
                & TAG_MASK;
    }

    /** 48 bits, version, 12 bits, variant, 62 bits of which the last 58 are the tag. */
    private static UUID uuid(long unique, long tag) {
        long most = (unique >>> 16 << 16) | 0x8000L | (unique >>> 4 & 0x0FFFL);
        long least = 0x8000_0000_0000_0000L | (unique & 0xFL) << TAG_BITS | tag;
        return new UUID(most, least);
    }

    private static long unique(UUID id) {
        long most = id.getMostSignificantBits();
        return (most >>> 16 << 16) | (most & 0x0FFFL) << 4 | (id.getLeastSignificantBits() >>> TAG_BITS & 0xFL);
    }
}
