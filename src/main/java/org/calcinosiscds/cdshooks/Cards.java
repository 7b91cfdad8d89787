package org.calcinosiscds.cdshooks;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.order.DraftOrders;
import org.calcinosiscds.time.AsOf;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes recommendations as cards. */
@Component
class Cards {
    private final DraftOrders draftOrders;
    private final RulePages rulePages;

    Cards(DraftOrders draftOrders, RulePages rulePages) {
        this.draftOrders = draftOrders;
        this.rulePages = rulePages;
    }

    /** A card, its id, and the recommendation that it shows. */
    record NamedCard(UUID id, Recommendation recommendation, Card card) {}

    List<NamedCard> from(Assessment assessment, CdsRequest request, CardNames names) {
        return from(assessment, request.context().encounterId(), names);
    }

    /** @param encounterId logical id of the encounter that drafts refer to; null when there is none */
    List<NamedCard> from(Assessment assessment, @Nullable String encounterId, CardNames names) {
        return assessment.recommendations().stream()
                .map(recommendation -> {
                    UUID id = names.card(recommendation);
                    return new NamedCard(id, recommendation, card(id, recommendation, assessment, encounterId, names));
                })
                .toList();
    }

    private Card card(
            UUID id,
            Recommendation recommendation,
            Assessment assessment,
            @Nullable String encounterId,
            CardNames names) {
        List<Card.Suggestion> suggestions = new ArrayList<>();
        for (Suggestion proposal : recommendation.proposals()) {
            suggestions.add(
                    suggestion(proposal, assessment, encounterId, names, names.suggestion(id, suggestions.size())));
        }
        return new Card(
                id.toString(),
                recommendation.summary(),
                recommendation.detail(),
                recommendation.urgency().name().toLowerCase(Locale.ROOT),
                new Card.Source(
                        recommendation.source().label(), recommendation.source().url()),
                suggestions,
                suggestions.isEmpty() ? null : "any",
                recommendation.overrideReasons().stream()
                        .map(reason -> new Card.Coding(reason.code(), reason.system(), reason.display()))
                        .toList(),
                links(recommendation),
                extension(recommendation, assessment));
    }

    private Card.Suggestion suggestion(
            Suggestion proposal, Assessment assessment, @Nullable String encounterId, CardNames names, String id) {
        List<Card.Action> actions = Stream.concat(
                        proposal.deletions().stream()
                                .map(deletion -> Card.Action.delete(deletion.description(), deletion.reference())),
                        proposal.orders().stream()
                                .map(order -> Card.Action.create(
                                        order.title(),
                                        draftOrders.json(order, names.patientId(), encounterId, assessment.asOf()))))
                .toList();
        return new Card.Suggestion(proposal.label(), id, actions);
    }

    /** Pages with more about its rules, then the sources that have an address. */
    private List<Card.Link> links(Recommendation recommendation) {
        return Stream.concat(
                        rulePages.links(recommendation).stream(),
                        recommendation.links().stream()
                                .flatMap(link -> link.url() == null
                                        ? Stream.<Card.Link>empty()
                                        : Stream.of(new Card.Link(link.label(), link.url(), "absolute"))))
                .toList();
    }

    private static Card.Extension extension(Recommendation recommendation, Assessment assessment) {
        return new Card.Extension(new Card.DatedEvidence(
                recommendation.evidence(),
                assessment.knowledgeVersion(),
                AsOf.text(assessment.asOf().truncatedTo(ChronoUnit.SECONDS))));
    }
}
