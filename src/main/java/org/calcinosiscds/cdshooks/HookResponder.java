package org.calcinosiscds.cdshooks;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.audit.Audit;
import org.calcinosiscds.audit.Decision;
import org.calcinosiscds.cdshooks.Cards.NamedCard;
import org.calcinosiscds.cdshooks.prefetch.MissingDataText;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.AnsweredCards;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.PatientAssessments;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.feedback.CardIds;
import org.calcinosiscds.feedback.IssuedCards;
import org.calcinosiscds.feedback.Snoozes;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.time.Deadline;
import org.springframework.stereotype.Component;

/** Assesses the patient, leaves out cards that a clinician has answered, and records the cards that are shown. */
@Component
class HookResponder {
    private final DecisionSupport decisionSupport;
    private final Snoozes snoozes;
    private final Cards cards;
    private final CardIds ids;
    private final IssuedCards given;
    private final HookMetrics metrics;
    private final Audit audit;
    private final Clock clock;

    HookResponder(
            DecisionSupport decisionSupport,
            Snoozes snoozes,
            Cards cards,
            CardIds ids,
            IssuedCards given,
            HookMetrics metrics,
            Audit audit,
            Clock clock) {
        this.decisionSupport = decisionSupport;
        this.snoozes = snoozes;
        this.cards = cards;
        this.ids = ids;
        this.given = given;
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws org.calcinosiscds.decision.DeadlineExceededException when the client's time is over first */
    List<Card> to(AssessmentRequest question, CdsRequest request, CdsClient client, HookLogEntry call) {
        String issuer = client.issuer();
        PatientAssessments assessments = decisionSupport.assessments(question);
        Assessment assessment = assessments.assess(AnsweredCards.NONE, call.deadlineOfEvaluation(client));
        String patientId = request.context().patientId();
        Assessment shown = withoutSnoozed(assessments, assessment, client, patientId, call);
        CardNames names = new CardNames(ids, issuer, question.serviceId(), request.hookInstance(), patientId);
        List<NamedCard> named = cards.from(shown, request.context(), names);
        for (NamedCard each : named) {
            given.note(
                    each.id(),
                    issuer,
                    question.serviceId(),
                    patientId,
                    each.recommendation(),
                    assessment.knowledgeVersion());
        }
        List<Card> answer = named.stream().map(NamedCard::card).toList();
        metrics.received(question.patient(), Set.copyOf(question.session().drafts()));
        metrics.decided(assessment, shown.recommendations());
        call.answered(question.patient(), assessment, answer.size());
        note(question, request, issuer, assessment, answer.size());
        return answer;
    }

    /**
     * A card that says that data was missing and why, with what an integrator is told in its extension.
     *
     * @throws RequestException with 412, naming all that is missing, for clients that are set to get that
     */
    CdsResponse withoutData(
            List<DataGap> gaps, DecisionService service, CdsRequest request, CdsClient client, HookLogEntry call) {
        RequestException refusal = RequestException.preconditionFailed(
                gaps.stream().map(DataGap::issue).toList());
        gaps.stream().map(DataGap::cause).distinct().forEach(metrics::missing);
        DecisionService.NotEvaluated words = service.notEvaluated();
        boolean isForClinician = request.context().userType().startsWith("Practitioner");
        if (!client.degradedCard() || !isForClinician || words == null) {
            throw refusal;
        }
        call.refused(refusal.issues());
        metrics.notEvaluated();
        List<String> missing =
                gaps.stream().map(gap -> gap.issue().diagnostics()).toList();
        return new CdsResponse(
                List.of(Card.notEvaluated(service.title(), MissingDataText.words(words, gaps), missing)));
    }

    private void note(AssessmentRequest question, CdsRequest request, String issuer, Assessment assessment, int shown) {
        if (audit.isEnabled()) {
            CdsRequest.HookContext context = request.context();
            audit.note(new Decision(
                    clock.instant(),
                    issuer,
                    context.user(),
                    context.patientId(),
                    context.encounterId(),
                    question.serviceId(),
                    request.hookInstance(),
                    assessment.rules(),
                    shown,
                    assessment.knowledgeVersion()));
        }
    }

    /** Assesses again without snoozed problems, because they have taken places and orders from other cards. */
    private Assessment withoutSnoozed(
            PatientAssessments assessments,
            Assessment assessment,
            CdsClient client,
            String patientId,
            HookLogEntry call) {
        if (assessment.recommendations().isEmpty()) {
            return assessment;
        }
        Snoozes.Patient patient =
                snoozes.of(client.issuer(), patientId, assessment.asOf().toInstant());
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
                .toList();
        return new Assessment(unanswered, known.rules(), known.productReport(), known.knowledgeVersion(), known.asOf());
    }
}
