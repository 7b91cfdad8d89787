package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.elm.NeverNull;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.EvaluatedDefine;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.RuleReason;
import org.calcinosiscds.decision.RuleReferences;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.time.Deadline;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/**
 * The compiled content and what limits its evaluation. Made once in a process, because compiling takes seconds; everything that it
 * returns may be shared by threads.
 */
public final class CqlKnowledge implements AutoCloseable {
    /** Extension of a PlanDefinition whose expression lists the ids of the rules that are true. */
    public static final String TRUE_RULES = PlanDefinitionLogic.EXTENSIONS + "true-rules";

    /** Extension with the define of what a card says besides its text: source, links, override reasons, evidence. */
    public static final String CARD_PRESENTATION = PlanDefinitionLogic.EXTENSIONS + "card-presentation";

    private final CompiledKnowledge compiled;
    private final EvaluationPermits permits;
    private final EvaluationPool authorPool;
    private final Duration maxTime;
    private final CqlLogic logic;
    private @Nullable DataRequirements dataRequirements;

    private CqlKnowledge(
            CompiledKnowledge compiled,
            EvaluationPermits permits,
            EvaluationPool authorPool,
            Duration maxTime,
            AuthoredExpressions authored) {
        this.compiled = compiled;
        this.permits = permits;
        this.authorPool = authorPool;
        this.maxTime = maxTime;
        this.logic = new CqlLogic(compiled, authorPool, maxTime, authored);
    }

    /** Compiled content with limits of its own. */
    static CqlKnowledge of(
            CompiledKnowledge compiled,
            EvaluationSettings settings,
            FairSemaphore permits,
            AuthoredExpressions authored) {
        return new CqlKnowledge(
                compiled,
                new EvaluationPermits(settings, permits),
                new EvaluationPool(settings.ofAuthors()),
                settings.maxTime(),
                authored);
    }

    /** @throws org.calcinosiscds.knowledge.KnowledgeException listing every defect with its location */
    public static CqlKnowledge compile(KnowledgeBase knowledge, FhirContext fhir, EvaluationSettings settings) {
        return compile(knowledge, fhir, settings, new FairSemaphore(settings.effectiveThreads()));
    }

    /**
     * Checks content as it is checked before it is served.
     *
     * @param recognition of the resources of that content
     * @throws org.calcinosiscds.knowledge.KnowledgeException listing every defect with its location
     */
    public static void check(
            KnowledgeBase knowledge, Recognition recognition, FhirContext fhir, TranslationStore store) {
        KnowledgeCompiler.compile(knowledge, recognition, fhir, store);
    }

    /**
     * The same under permits that callers may have taken before they evaluate.
     *
     * @param permits for work that needs a processor
     */
    public static CqlKnowledge compile(
            KnowledgeBase knowledge, FhirContext fhir, EvaluationSettings settings, FairSemaphore permits) {
        CompiledKnowledge compiled = KnowledgeCompiler.compile(knowledge, fhir);
        return of(compiled, settings, permits, new AuthoredExpressions(compiled));
    }

    /** The same in a JVM that is not ours alone: its time zone and its language stay. */
    public static CqlKnowledge compileInSharedJvm(
            KnowledgeBase knowledge, FhirContext fhir, EvaluationSettings settings) {
        CompiledKnowledge compiled = KnowledgeCompiler.compileInSharedJvm(knowledge, fhir);
        return of(
                compiled, settings, new FairSemaphore(settings.effectiveThreads()), new AuthoredExpressions(compiled));
    }

    /** The same for content that an author edits: translates the libraries that the store does not hold. */
    public static CqlKnowledge compile(
            KnowledgeBase knowledge, FhirContext fhir, EvaluationSettings settings, TranslationStore store) {
        CompiledKnowledge compiled = KnowledgeCompiler.compile(knowledge, fhir, store);
        return of(
                compiled,
                settings,
                new FairSemaphore(settings.effectiveThreads()),
                AuthoredExpressions.ofTranslated(compiled));
    }

    /** A later version of the content, under the same limits. */
    public CqlKnowledge changed(KnowledgeBase knowledge, FhirContext fhir, TranslationStore store) {
        CompiledKnowledge changed = KnowledgeCompiler.compile(knowledge, fhir, store);
        return new CqlKnowledge(changed, permits, authorPool, maxTime, AuthoredExpressions.ofTranslated(changed));
    }

    /** Assesses patients, without a check; see {@link #decisionSupport(JsonGuard, BundleReader)}. */
    public DecisionSupport decisionSupport() {
        return new CqlDecisionSupport(compiled, services(), permits);
    }

    /** What the rules read of a record; worked out once, when it is first asked for. */
    public synchronized DataRequirements dataRequirements() {
        if (dataRequirements == null) {
            dataRequirements = new ElmDataRequirements(compiled);
        }
        return dataRequirements;
    }

    public Recognition recognition() {
        return compiled.recognition();
    }

    public CompiledLogic logic() {
        return logic;
    }

    public RuleReferences ruleReferences() {
        return RuleTexts.of(compiled);
    }

    /**
     * Assesses patients, after each service was asked about a synthetic record: a define that cannot be evaluated stops the start.
     */
    public DecisionSupport decisionSupport(JsonGuard guard, BundleReader bundles) {
        DecisionSupport support = decisionSupport();
        new ServiceCheck(guard, bundles).run(support);
        return support;
    }

    /** The services, one for each PlanDefinition. */
    public List<DecisionService> services() {
        return compiled.knowledge().plans().values().stream()
                .map(plan -> ServiceDescription.of(plan, compiled))
                .toList();
    }

    /**
     * What a case of the content asks: the answer to a hook, with the product also where no card is shown. An author waits longer than a
     * client, so this and what follows runs on the threads for authors.
     *
     * @param parameters values of CQL parameters by name, in place of the settings of a site
     */
    public Assessment assess(AssessmentRequest question, Map<String, Object> parameters) {
        return new CqlDecisionSupport(compiled, List.of(), authorPool).assess(question, parameters, null);
    }

    /** As {@link #assess}; the listener sees each expression that is evaluated. */
    public Assessment assess(AssessmentRequest question, Map<String, Object> parameters, EvaluationListener listener) {
        return new CqlDecisionSupport(compiled, List.of(), authorPool).assess(question, parameters, listener);
    }

    /** The translated libraries, by name. */
    public List<Library> libraries() {
        return compiled.knowledge().cql().keySet().stream()
                .sorted()
                .flatMap(name -> compiled.libraries().getCompiledLibraries().values().stream()
                        .map(each -> Objects.requireNonNull(each.getLibrary()))
                        .filter(each -> name.equals(
                                Objects.requireNonNull(each.getIdentifier()).getId())))
                .toList();
    }

    /**
     * Tells which defines have a value for every patient.
     *
     * @param known defines that have one for a reason that their operators do not show
     */
    public NeverNull neverNull(Set<NeverNull.Name> known) {
        return new NeverNull(new LibraryResolver(compiled.libraries()), known);
    }

    /**
     * Why a define has its value for a patient.
     *
     * @param parameters as for {@link #assess}
     * @return empty when no library has a define of that name
     */
    public Optional<RuleExplanation> explain(
            AssessmentRequest question, Map<String, Object> parameters, String define) {
        return new CqlDecisionSupport(compiled, List.of(), authorPool).explain(question, parameters, define);
    }

    /**
     * Why each rule of the service is true, false or undetermined, by id.
     *
     * @param parameters as for {@link #assess}
     */
    public List<ExplainedRule> explain(AssessmentRequest question, Map<String, Object> parameters) {
        return new CqlDecisionSupport(compiled, List.of(), authorPool).explain(question, parameters, Deadline.NONE);
    }

    /** The same with what is missing to make them true. */
    public List<RuleReason> reasons(AssessmentRequest question, Map<String, Object> parameters) {
        return new CqlDecisionSupport(compiled, List.of(), authorPool).reasons(question, parameters);
    }

    /**
     * The values of all defines of a library for a patient, in the order of the text.
     *
     * @param parameters as for {@link #assess}
     * @return empty when there is no such library
     */
    public Optional<List<EvaluatedDefine>> values(
            AssessmentRequest question, Map<String, Object> parameters, String library) {
        return libraries().stream()
                .filter(each -> library.equals(
                        Objects.requireNonNull(each.getIdentifier()).getId()))
                .findFirst()
                .map(each ->
                        new CqlDecisionSupport(compiled, List.of(), authorPool).values(question, parameters, each));
    }

    /** The CQL of the libraries, by name. */
    public Map<String, String> sources() {
        return compiled.knowledge().cql();
    }

    /** What the translator understands of a text that may include these libraries. */
    public TypedText types(String text) {
        return TypedText.of(compiled.libraries(), text);
    }

    /** How long the oldest evaluation of a hook that has not ended has been running. */
    public Duration longestEvaluation() {
        return permits.longestRunning();
    }

    @Override
    public void close() {
        authorPool.close();
    }
}
