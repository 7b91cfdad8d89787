package org.calcinosiscds.cdshooks;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.audit.Audit;
import org.calcinosiscds.audit.Decision;
import org.calcinosiscds.cdshooks.Cards.NamedCard;
import org.calcinosiscds.cdshooks.prefetch.MissingDataText;
import org.calcinosiscds.cdshooks.prefetch.PatientChart;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.context.UnsavedNames;
import org.calcinosiscds.decision.AnsweredCards;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.PartialJudgement;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.RequestAssessments;
import org.calcinosiscds.decision.TriggerNames;
import org.calcinosiscds.feedback.CardIds;
import org.calcinosiscds.feedback.IssuedCards;
import org.calcinosiscds.feedback.Snoozes;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Assesses the patient, leaves out cards that a clinician has answered, and records the cards that are shown. */
@Component
class HookResponder {
    private final DecisionSupport decisionSupport;
    private final Snoozes snoozes;
    private final Cards cards;
    private final CardIds ids;
    private final IssuedCards issuedCards;
    private final HookMetrics metrics;
    private final Audit audit;
    private final Clock clock;

    HookResponder(
            DecisionSupport decisionSupport,
            Snoozes snoozes,
            Cards cards,
            CardIds ids,
            IssuedCards issuedCards,
            HookMetrics metrics,
            Audit audit,
            Clock clock) {
        this.decisionSupport = decisionSupport;
        this.snoozes = snoozes;
        this.cards = cards;
        this.ids = ids;
        this.issuedCards = issuedCards;
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The cards of a patient whose record is complete.
     *
     * @throws DeadlineExceededException when the client's deadline passes first
     */
    List<Card> cards(AssessmentRequest assessmentRequest, CdsRequest request, CdsClient client, HookLogEntry call) {
        return cards(assessmentRequest, decisionSupport.assessments(assessmentRequest), request, client, call);
    }

    private List<Card> cards(
            AssessmentRequest assessmentRequest,
            RequestAssessments assessments,
            CdsRequest request,
            CdsClient client,
            HookLogEntry call) {
        String issuer = client.issuer();
        Assessment assessment = assessments.assess(AnsweredCards.NONE, call.deadlineOfEvaluation(client));
        String patientId = request.patientId();
        TriggerNames triggers = UnsavedNames.of(assessmentRequest.patient(), assessmentRequest.session());
        Assessment shown = withoutSnoozed(assessments, assessment, triggers, client, patientId, call);
        CardNames names = new CardNames(ids, issuer, assessmentRequest.serviceId(), request.hookInstance(), patientId);
        List<NamedCard> named = cards.from(shown, request, names);
        for (NamedCard each : named) {
            issuedCards.note(
                    each.id(),
                    issuer,
                    assessmentRequest.serviceId(),
                    patientId,
                    each.recommendation(),
                    triggers,
                    assessment.knowledgeVersion());
        }
        List<Card> shownCards = named.stream().map(NamedCard::card).toList();
        metrics.received(
                assessmentRequest.patient(),
                Set.copyOf(assessmentRequest.session().drafts()));
        metrics.decided(assessment, shown.recommendations());
        call.answered(assessmentRequest.patient(), assessment, shownCards.size());
        note(assessmentRequest, request, issuer, assessment, shownCards.size());
        return shownCards;
    }

    /**
     * Cards for the problems that can be judged without the missing data, and one card that says what was not judged.
     *
     * @throws RequestException with 412 when {@link #missingDataOnly} throws it
     */
    CdsResponse partialCards(
            AssessmentRequest assessmentRequest,
            PatientChart chart,
            DecisionService service,
            CdsRequest request,
            CdsClient client,
            HookLogEntry call) {
        DecisionService.NotEvaluated words = wordsOfCard(service, request, client);
        PartialJudgement part =
                words == null ? PartialJudgement.NONE : judgement(assessmentRequest, chart.missing(), client, call);
        if (words == null || part.judged().isEmpty()) {
            return missingDataOnly(chart.gaps(), service, request, client, call);
        }
        RequestAssessments assessments = decisionSupport.assessments(assessmentRequest);
        RequestAssessments judged = (answered, deadline) ->
                assessments.assess(answered.with(part.unjudged()), deadline).withoutRules(part.unjudgedRules());
        List<Card> response = new ArrayList<>(cards(assessmentRequest, judged, request, client, call));
        response.add(missingData(
                MissingDataText.partWords(words, chart.gaps(), part.unjudged()), chart.gaps(), service, call));
        return new CdsResponse(response);
    }

    private PartialJudgement judgement(
            AssessmentRequest assessmentRequest, Set<String> missing, CdsClient client, HookLogEntry call) {
        try {
            return decisionSupport.judgeWithout(missing, assessmentRequest, call.deadlineOfEvaluation(client));
        } catch (DeadlineExceededException e) {
            // The time went into waiting for data; the card about missing data needs no evaluation.
            return PartialJudgement.NONE;
        }
    }

    /** Words of the card about missing data; null when the response is a 412 instead. */
    private static DecisionService.@Nullable NotEvaluated wordsOfCard(
            DecisionService service, CdsRequest request, CdsClient client) {
        String userType = request.context().userType();
        boolean isForClinician = userType != null && userType.startsWith("Practitioner");
        return client.degradedCard() && isForClinician ? service.notEvaluated() : null;
    }

    private Card missingData(
            DecisionService.NotEvaluated words, List<DataGap> gaps, DecisionService service, HookLogEntry call) {
        gaps.stream().map(DataGap::cause).distinct().forEach(metrics::missing);
        call.refused(gaps.stream().map(DataGap::issue).toList());
        metrics.notEvaluated();
        List<String> missing =
                gaps.stream().map(gap -> gap.issue().diagnostics()).toList();
        return Card.notEvaluated(service.title(), words, missing);
    }

    /**
     * One card that says which data was missing and why; its extension holds the details for an integrator.
     *
     * @throws RequestException with 412 and all that is missing, for clients that are configured to receive it and users who are not
     *     clinicians
     */
    CdsResponse missingDataOnly(
            List<DataGap> gaps, DecisionService service, CdsRequest request, CdsClient client, HookLogEntry call) {
        DecisionService.NotEvaluated words = wordsOfCard(service, request, client);
        if (words == null) {
            gaps.stream().map(DataGap::cause).distinct().forEach(metrics::missing);
            throw RequestException.preconditionFailed(
                    gaps.stream().map(DataGap::issue).toList());
        }
        return new CdsResponse(List.of(missingData(MissingDataText.words(words, gaps), gaps, service, call)));
    }

    private void note(
            AssessmentRequest assessmentRequest, CdsRequest request, String issuer, Assessment assessment, int shown) {
        if (audit.isEnabled()) {
            audit.note(new Decision(
                    clock.instant(),
                    issuer,
                    request.context().user(),
                    request.patientId(),
                    request.context().encounterId(),
                    assessmentRequest.serviceId(),
                    request.hookInstance(),
                    assessment.rules(),
                    shown,
                    assessment.knowledgeVersion()));
        }
    }

    /** Assesses again without the snoozed problems: their cards had displaced other cards, and their orders stood on no other card. */
    private Assessment withoutSnoozed(
            RequestAssessments assessments,
            Assessment assessment,
            TriggerNames triggers,
            CdsClient client,
            String patientId,
            HookLogEntry call) {
        if (assessment.recommendations().isEmpty()) {
            return assessment;
        }
        Snoozes.Patient patient = snoozes.of(
                client.issuer(), patientId, triggers, assessment.asOf().toInstant());
        Deadline deadline = call.deadlineOfEvaluation(client);
        Map<String, List<String>> assessed = patient.assessed(assessment.recommendations());
        Assessment known =
                assessed.isEmpty() ? assessment : assessments.assess(new AnsweredCards(Set.of(), assessed), deadline);
        Assessment shown = known;
        Set<String> snoozed = new HashSet<>();
        while (snoozed.addAll(patient.among(shown.recommendations()))) {
            shown = assessments.assess(new AnsweredCards(Set.copyOf(snoozed), assessed), deadline);
        }
        metrics.snoozed(snoozed.size());
        call.snoozed(snoozed.size());
        List<Recommendation> unanswered = shown.recommendations().stream()
                .filter(recommendation -> !snoozed.contains(recommendation.problem()))
                .map(patient::withoutAccepted)
                .toList();
        return new Assessment(unanswered, known.rules(), known.productReport(), known.knowledgeVersion(), known.asOf());
    }
}
