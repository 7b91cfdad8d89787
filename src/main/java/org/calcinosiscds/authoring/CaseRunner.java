package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.DefinitionProfile;
import org.calcinosiscds.cql.EvaluationSettings;
import org.calcinosiscds.cql.ExpressionCounts;
import org.calcinosiscds.cql.PlaceValues;
import org.calcinosiscds.cql.TypedText;
import org.calcinosiscds.cql.elm.NeverNull;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.EvaluatedDefine;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.RuleReason;
import org.calcinosiscds.decision.RuleReferences;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;

/** Runs cases against content. The clock is that of the case. */
public final class CaseRunner implements AutoCloseable {
    /** Cases are the author's own files; these only keep a file that is no case from filling the memory. */
    static final Limits LIMITS =
            new Limits(1 << 30, Duration.ofHours(1), 64, 256, 1 << 20, 40, 30, 200_000_000, 200_000, 200_000, 50);

    private final CqlKnowledge cql;
    private final CaseQuestions questions;

    private final CardActions actions;

    private CaseRunner(CqlKnowledge cql, CaseQuestions questions, CardActions actions) {
        this.cql = cql;
        this.questions = questions;
        this.actions = actions;
    }

    /** @throws KnowledgeException naming each defect of the content */
    public static CaseRunner of(Content content) {
        FhirContext fhir = FhirContext.forR4Cached();
        KnowledgeBase knowledge = new KnowledgeLoader(fhir, content, null).load();
        return of(knowledge, CqlKnowledge.compile(knowledge, fhir, unlimited()));
    }

    /** For one author at a time, who may use every processor: half of the threads are for authors. */
    static EvaluationSettings unlimited() {
        return new EvaluationSettings(
                2 * Runtime.getRuntime().availableProcessors(),
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofHours(1));
    }

    /** @param cql of that knowledge; closed with the runner */
    static CaseRunner of(KnowledgeBase knowledge, CqlKnowledge cql) {
        FhirContext fhir = FhirContext.forR4Cached();
        JsonGuard guard = new JsonGuard(LIMITS, fhir);
        BundleReader bundles = new BundleReader(
                guard,
                new FhirReader(
                        fhir, DataRequirements.everything(cql.dataRequirements().codeSystems())));
        return new CaseRunner(cql, new CaseQuestions(guard, bundles, cql.services()), new CardActions(knowledge));
    }

    /** The same questions put to other CQL of the same services and plans. */
    CaseRunner with(CqlKnowledge other) {
        return new CaseRunner(other, questions, actions);
    }

    /** Compares the answer to a case with its expected answer. A case that cannot be evaluated fails with the reason. */
    public CaseResult run(ContentCase each) throws IOException {
        long start = System.nanoTime();
        try {
            AssessmentRequest question = questions.of(each);
            CaseAnswer actual = CaseAnswer.of(cql.assess(question, each.parameters()));
            return new CaseResult(
                    each,
                    Stream.of(differences(each, question, actual), conditions(each, question, actual))
                            .flatMap(List::stream)
                            .toList(),
                    since(start),
                    each.isShort()
                            ? CaseUpdate.ofShort(each.expected(), actual)
                            : CaseUpdate.of(each.expected(), actual));
        } catch (KnowledgeException | EvaluationException | RejectedInputException | RequestException e) {
            return new CaseResult(each, List.of(failure(e)), since(start), null);
        }
    }

    /** Why a case has no answer, in a sentence. */
    static String failure(RuntimeException e) {
        if (e instanceof RequestException request) {
            return "It cannot be asked: " + request.issues().get(0).diagnostics();
        }
        return "It has no answer: "
                + (e instanceof KnowledgeException defective ? String.join(" ", defective.defects()) : e.getMessage());
    }

    private List<String> differences(ContentCase each, AssessmentRequest question, CaseAnswer actual) {
        List<String> differences = CaseDifferences.between(
                expected(each, actual),
                actual,
                (problem, order) -> actions.order(question.serviceId(), problem, order));
        return CaseDifferences.withReasons(
                differences,
                each.expected(),
                actual,
                rule -> cql.ruleReferences().byId().containsKey(rule));
    }

    /** Why the rules that differ are as they are. */
    private List<String> conditions(ContentCase each, AssessmentRequest question, CaseAnswer actual) {
        return RuleConditions.differing(expected(each, actual).rules(), actual.rules(), each.expected()).stream()
                .flatMap(rule -> explain(question, each.parameters(), rule)
                        .map(explanation -> RuleConditions.of(rule, explanation))
                        .orElseGet(Stream::empty))
                .toList();
    }

    private static CaseAnswer expected(ContentCase each, CaseAnswer actual) {
        return each.isShort() ? CaseAnswer.stated(each.expected(), actual) : CaseAnswer.expected(each.expected());
    }

    /** Whether a case whose question has been read is answered as it expects. */
    boolean isPassed(ContentCase each, AssessmentRequest question) {
        try {
            return differences(each, question, CaseAnswer.of(cql.assess(question, each.parameters())))
                    .isEmpty();
        } catch (KnowledgeException | EvaluationException e) {
            return false;
        }
    }

    /**
     * The request that input stands for.
     *
     * @throws KnowledgeException when there is no service for its hook, or its record has no Patient
     * @throws RejectedInputException when its record or its context is not acceptable
     * @throws RequestException as for {@link RejectedInputException}
     */
    public AssessmentRequest request(CaseInput input) {
        return questions.of(input);
    }

    /**
     * As a hook is answered, with the product also where no card is shown.
     *
     * @param parameters values of CQL parameters by name
     */
    public Assessment assess(AssessmentRequest request, Map<String, Object> parameters) {
        return cql.assess(request, parameters);
    }

    /** Why each rule of the hook is true, false or undetermined, by id. */
    public List<ExplainedRule> explain(AssessmentRequest request, Map<String, Object> parameters) {
        return cql.explain(request, parameters);
    }

    /** The same with what is missing to make them true. */
    public List<RuleReason> reasons(AssessmentRequest request, Map<String, Object> parameters) {
        return cql.reasons(request, parameters);
    }

    /** The values of all defines of a library; empty when there is no such library. */
    public Optional<List<EvaluatedDefine>> values(
            AssessmentRequest request, Map<String, Object> parameters, String library) {
        return cql.values(request, parameters, library);
    }

    /** What the translator understands of a text that may include these libraries; it need not be whole. */
    public TypedText types(String text) {
        return cql.types(text);
    }

    /** The values of an expression of a library that answers, for a patient. */
    public PlaceValues placeValues(
            AssessmentRequest request, Map<String, Object> parameters, String library, TypedText.Typed expression) {
        PlaceValues values = new PlaceValues(library, expression);
        cql.assess(request, parameters, values);
        return values;
    }

    /** The texts of the rules that are the same for every patient. */
    public RuleReferences rules() {
        return cql.ruleReferences();
    }

    /** The answer to the question of a case. */
    CaseAnswer answer(ContentCase each) throws IOException {
        return answer(questions.of(each), each.parameters());
    }

    /** The answer to a request. */
    CaseAnswer answer(AssessmentRequest request, Map<String, Object> parameters) {
        return CaseAnswer.of(cql.assess(request, parameters));
    }

    /**
     * The service of a hook.
     *
     * @throws KnowledgeException when the content has none
     */
    DecisionService serviceOf(String hook) {
        return questions.serviceOf(hook);
    }

    /** What the rules read of a record. */
    DataRequirements dataRequirements() {
        return cql.dataRequirements();
    }

    /**
     * Answers the question of a case and reports each evaluated expression to a listener.
     *
     * @throws KnowledgeException naming the case and why, when it cannot be asked or has no answer
     */
    public void observe(ContentCase each, EvaluationListener listener) throws IOException {
        try {
            cql.assess(questions.of(each), each.parameters(), listener);
        } catch (KnowledgeException | EvaluationException | RejectedInputException | RequestException e) {
            throw new KnowledgeException(each + ": " + failure(e));
        }
    }

    /**
     * What the answer to the question of a case costs, by definition, with everything that these answers evaluate.
     *
     * @param answers how many are measured, after as many that warm up
     * @throws KnowledgeException when the case cannot be asked or has no answer
     */
    public DefinitionProfile profile(ContentCase each, int answers) throws IOException {
        DefinitionProfile profile = new DefinitionProfile(cql.libraries());
        for (int warm = 0; warm < answers; warm++) {
            observe(each, profile);
        }
        profile = new DefinitionProfile(cql.libraries());
        for (int measured = 0; measured < answers; measured++) {
            observe(each, profile);
        }
        return profile;
    }

    /** What the answer to one question evaluates of a library; empty when there is no such library. */
    public Optional<LibraryCoverage> coverage(
            AssessmentRequest request, Map<String, Object> parameters, String library) {
        ExpressionCounts counts = new ExpressionCounts();
        cql.assess(request, parameters, counts);
        return coverage(counts, NeverNullReasons.NONE).stream()
                .filter(each -> each.name().equals(library))
                .findFirst();
    }

    /** Version of the CQL of a library that answers, as {@link SourceFile} has it for the one on disk. */
    public String sourceVersion(String library) {
        return SourceFile.version(library, cql.sources().getOrDefault(library, ""));
    }

    /**
     * What was evaluated of each library of the content, and to which truth values. FHIRHelpers is not the author's.
     *
     * @param reasons why some defines are never null
     */
    public List<LibraryCoverage> coverage(ExpressionCounts counts, NeverNullReasons reasons) {
        NeverNull neverNull = cql.neverNull(reasons.byDefine().keySet());
        return cql.libraries().stream()
                .filter(library -> !Definitions.name(library).equals(TranslationCheck.FHIR_HELPERS))
                .map(library -> LibraryCoverage.of(library, counts, neverNull))
                .toList();
    }

    /**
     * Why a rule is true, false or undetermined, from its define {@code "<rule> Fires"}.
     *
     * @param parameters values of CQL parameters by name
     * @return empty when there is no such define
     */
    Optional<RuleExplanation> explain(AssessmentRequest request, Map<String, Object> parameters, String rule) {
        return cql.explain(request, parameters, rule + " Fires");
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        cql.close();
    }
}
