package org.calcinosiscds.feedback;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.calcinosiscds.decision.Recommendation.Urgency;

/**
 * A card that was given, as it is noted: without name, identifier or result of the patient.
 *
 * @param issuer to whom
 * @param patient keyed hash
 * @param problem key of the problem it is about
 * @param fingerprint hash of what triggered it
 * @param triggers hash of each single thing that triggered it
 * @param suggestions orders of each suggestion on it
 * @param rules ids of the rules on it
 * @param knowledge version of the knowledge base
 */
public record IssuedCard(
        UUID id,
        String issuer,
        String service,
        String patient,
        String problem,
        String fingerprint,
        List<String> triggers,
        List<SuggestedOrders> suggestions,
        Urgency urgency,
        List<String> rules,
        String knowledge,
        Instant given) {}
