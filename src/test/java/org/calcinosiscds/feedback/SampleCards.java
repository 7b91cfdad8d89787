package org.calcinosiscds.feedback;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.springframework.util.unit.DataSize;

/** A card that was given, with the same ids in every run, and what is needed to know it again; without a store. */
public final class SampleCards {
    public static final String ISSUER = Desk.ISSUER;
    public static final String SERVICE = Desk.SERVICE;
    public static final Clock CLOCK = Clock.fixed(Desk.NOW, java.time.ZoneOffset.UTC);
    public static final FeedbackSettings SETTINGS = new FeedbackSettings(
            "a-secret-of-thirty-two-characters",
            DataSize.ofKilobytes(256),
            100,
            4096,
            Duration.ofDays(90),
            Duration.ofSeconds(2));
    public static final CardIds IDS = new CardIds(new Secrets(SETTINGS, null, CLOCK), SETTINGS, CLOCK);
    public static final OverrideReasons REASONS =
            new OverrideReasons(new KnowledgeLoader(FhirContext.forR4Cached()).load());
    public static final UUID CARD = IDS.card(ISSUER, SERVICE, "call");
    public static final UUID SUGGESTION = IDS.suggestion(CARD, 0);

    private SampleCards() {}
}
