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
import org.calcinosiscds.decision.AnsweredCards;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.PartialJudgement;
import org.calcinosiscds.decision.PatientAssessments;
import org.calcinosiscds.decision.Recommendation;
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
        return to(question, decisionSupport.assessments(question), request, client, call);
    }

    private List<Card> to(
            AssessmentRequest question,
            PatientAssessments assessments,
            CdsRequest request,
            CdsClient client,
            HookLogEntry call) {
        String issuer = client.issuer();
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
     * Cards of the problems that are judged without what is missing, and one that says what was not judged.
     *
     * @throws RequestException with 412 where {@link #withoutData} throws it
     */
    CdsResponse toPart(
            AssessmentRequest question,
            PatientChart chart,
            DecisionService service,
            CdsRequest request,
            CdsClient client,
            HookLogEntry call) {
        DecisionService.NotEvaluated words = toldInACard(service, request, client);
        PartialJudgement part =
                words == null ? PartialJudgement.NONE : judgement(question, chart.missing(), client, call);
        if (words == null || part.judged().isEmpty()) {
            return withoutData(chart.gaps(), service, request, client, call);
        }
        PatientAssessments all = decisionSupport.assessments(question);
        PatientAssessments ofPart = (answered, deadline) ->
                all.assess(answered.with(part.unjudged()), deadline).withoutRules(part.unjudgedRules());
        List<Card> answer = new ArrayList<>(to(question, ofPart, request, client, call));
        answer.add(missingData(
                MissingDataText.partWords(words, chart.gaps(), part.unjudged()), chart.gaps(), service, call));
        return new CdsResponse(answer);
    }

    private PartialJudgement judgement(
            AssessmentRequest question, Set<String> missing, CdsClient client, HookLogEntry call) {
        try {
            return decisionSupport.judgeWithout(missing, question, call.deadlineOfEvaluation(client));
        } catch (DeadlineExceededException e) {
            // Waiting for data took the time; that data is missing can still be said.
            return PartialJudgement.NONE;
        }
    }

    /** Words for a card about missing data; null for callers who get 412. */
    private static DecisionService.@Nullable NotEvaluated toldInACard(
            DecisionService service, CdsRequest request, CdsClient client) {
        boolean isForClinician = request.context().userType().startsWith("Practitioner");
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
     * A card that says that data was missing and why, with what an integrator is told in its extension.
     *
     * @throws RequestException with 412, naming all that is missing, for clients that are set to get that
     */
    CdsResponse withoutData(
            List<DataGap> gaps, DecisionService service, CdsRequest request, CdsClient client, HookLogEntry call) {
        DecisionService.NotEvaluated words = toldInACard(service, request, client);
        if (words == null) {
            gaps.stream().map(DataGap::cause).distinct().forEach(metrics::missing);
            throw RequestException.preconditionFailed(
                    gaps.stream().map(DataGap::issue).toList());
        }
        return new CdsResponse(List.of(missingData(MissingDataText.words(words, gaps), gaps, service, call)));
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
