package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Answer;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Product;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/** What the knowledge base, compiled once for all tests, says about a case. */
final class CaseAnswers {
    static final FhirContext FHIR = SharedKnowledge.FHIR;
    static final CompiledKnowledge COMPILED = SharedKnowledge.COMPILED;

    private static final CqlDecisionSupport SUPPORT =
            new CqlDecisionSupport(COMPILED, List.of(), PatientLimiter.LIMITER);

    private static final Map<String, Map<String, PrefetchQuery>> PREFETCH = new ConcurrentHashMap<>();

    private CaseAnswers() {}

    /** The question of a case about the whole record, or about another form of it. */
    static Assessment assessment(PatientCase patient, PatientBundle record) {
        return assessment(CaseQuestions.about(patient, record));
    }

    static Assessment assessment(AssessmentRequest question) {
        return SUPPORT.assess(question);
    }

    /** From the defines themselves, which answer also where no card is shown. */
    static Answer answer(PatientCase patient, PatientBundle record) {
        Evaluation evaluation = evaluation(patient, record);
        Map<String, @Nullable Object> service =
                evaluation.evaluate(serviceLibrary(patient), List.of("Rules True", "Product Report", "Cards"));
        Map<String, @Nullable Object> types = evaluation.evaluate(library("SuspectedType"), List.of("Suspected Types"));
        return new Answer(
                CqlValues.strings(service.get("Rules True")),
                Product.of(CqlValues.map(
                        CqlValues.map(service.get("Product Report")).get("product"))),
                Answer.types(CqlValues.strings(types.get("Suspected Types"))),
                cards(service.get("Cards")));
    }

    /** What the CQL of a service retrieves. */
    static Set<DataNeeds.Need> needs(String service) {
        return DataNeeds.of(
                COMPILED.libraries(), List.of(COMPILED.services().get(service).library()));
    }

    /** The templates of a service, as discovery lists them. */
    static Map<String, PrefetchQuery> prefetch(String service) {
        return PREFETCH.computeIfAbsent(
                service,
                name -> new PrefetchTemplates(LookBack.of(Objects.requireNonNull(
                                COMPILED.knowledge().plans().get(name))))
                        .of(needs(name)));
    }

    static Set<String> services() {
        return new TreeSet<>(COMPILED.services().keySet());
    }

    /** Problem and indicator of each recommendation, as {@link Answer} has them. */
    static List<String> cards(Assessment assessment) {
        return assessment.recommendations().stream()
                .map(card -> card.problem() + " " + name(card.urgency()))
                .toList();
    }

    /** What the rules of a card want ordered, by orderable id, ascending. */
    static List<String> outstanding(PatientCase patient, PatientBundle record, Recommendation card) {
        String define = card.problem() + " Card";
        Map<String, Object> outstanding = CqlValues.map(evaluation(patient, record)
                .evaluate(serviceLibrary(patient), List.of(define))
                .get(define));
        return Stream.of("labs", "imaging", "procedures", "referrals", "medicines")
                .flatMap(list -> CqlValues.strings(outstanding.get(list)).stream())
                .sorted()
                .toList();
    }

    /** What a card proposes, likewise. */
    static List<String> proposed(Recommendation card) {
        return card.proposals().stream()
                .flatMap(proposal -> proposal.orders().stream())
                .map(order -> orderable(order.definition()))
                .sorted()
                .toList();
    }

    /** References of the drafts that a card advises against, ascending. */
    static List<String> deleted(Recommendation card) {
        return card.proposals().stream()
                .flatMap(proposal -> proposal.deletions().stream())
                .map(Suggestion.Deletion::reference)
                .sorted()
                .toList();
    }

    /** The id of the orderable that an ActivityDefinition describes. */
    static String orderable(String canonical) {
        return canonical.replaceFirst("^.*/", "").replaceFirst("\\|.*$", "").toUpperCase(Locale.ROOT);
    }

    static Evaluation evaluation(PatientCase patient, PatientBundle record) {
        AssessmentRequest question = CaseQuestions.about(patient, record);
        Map<String, Object> parameters =
                new HashMap<>(EngineParameters.of(question, COMPILED.knowledge().settings()));
        parameters.putAll(patient.parameters());
        return new Evaluation(COMPILED, question.patient(), patient.asOf(), parameters);
    }

    /** The library of the PlanDefinition of the service that is asked. */
    private static VersionedIdentifier serviceLibrary(PatientCase patient) {
        String canonical = COMPILED.knowledge()
                .plans()
                .get(patient.service())
                .getLibrary()
                .get(0)
                .getValue();
        return library(canonical.replaceFirst("^.*/", "").replaceFirst("\\|.*$", ""));
    }

    static VersionedIdentifier library(String name) {
        return new VersionedIdentifier()
                .withId(name)
                .withVersion(COMPILED.knowledge().libraries().get(name).getVersion());
    }

    static Product product(Recommendation card) {
        return Product.of(card.evidence().product());
    }

    private static List<String> cards(@Nullable Object found) {
        List<String> cards = new ArrayList<>();
        for (Object card : (List<?>) CqlValues.tree(found)) {
            Map<String, Object> fields = CqlValues.map(card);
            cards.add(fields.get("problem") + " " + name(Urgency.values()[(Integer) fields.get("level") - 1]));
        }
        return cards;
    }

    private static String name(Urgency urgency) {
        return urgency.name().toLowerCase(Locale.ROOT);
    }
}
