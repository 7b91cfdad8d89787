package org.calcinosiscds.cql;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.PartialJudgement;
import org.calcinosiscds.time.Deadline;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.fhir.r4.model.CodeSystem;

/**
 * Determines which problems can be judged although resources of some types are missing: those whose rules and cards do not look for
 * resources of these types when they are evaluated.
 */
final class PartialEvaluation {
    private static final String CODE_SYSTEMS = "https://calcinosis-cds.org/fhir/CodeSystem/";

    /** Names the library that states in the evidence of a card which entries of the record were recognised; it decides nothing. */
    private static final String RECOGNITION = PlanDefinitionLogic.EXTENSIONS + "recognition-library";

    /** Names the library whose result is in the evidence of every card, and in the text of cards whose problem {@code names-type}. */
    private static final String TYPE = PlanDefinitionLogic.EXTENSIONS + "suspected-type-library";

    private final CompiledKnowledge compiled;
    private final AssessmentRequest request;
    private final Set<String> missing;
    private final Deadline end;
    private final PlanDefinitionLogic plan;
    private final Set<ExpressionDef> ofRecognition;
    private final Set<ExpressionDef> ofType;

    /** @param end after which the evaluation throws {@link org.calcinosiscds.decision.DeadlineExceededException} */
    PartialEvaluation(CompiledKnowledge compiled, AssessmentRequest request, Set<String> missing, Deadline end) {
        this.compiled = compiled;
        this.request = request;
        this.missing = missing;
        this.end = end;
        this.plan = Objects.requireNonNull(compiled.services().get(request.serviceId()), "serviceId");
        this.ofRecognition = definitions(RECOGNITION);
        this.ofType = definitions(TYPE);
    }

    /** The definitions of the library that an extension of the PlanDefinition names; empty without the extension. */
    private Set<ExpressionDef> definitions(String extension) {
        Set<ExpressionDef> definitions = Collections.newSetFromMap(new IdentityHashMap<>());
        String name = compiled.knowledge()
                .libraryNamed(request.serviceId(), extension)
                .orElse("");
        compiled.libraries().getCompiledLibraries().values().stream()
                .map(each -> Objects.requireNonNull(each.getLibrary()))
                .filter(library -> name.equals(
                        Objects.requireNonNull(library.getIdentifier()).getId()))
                .forEach(library -> definitions.addAll(LibraryResolver.definitions(library)));
        return definitions;
    }

    PartialJudgement judge() {
        // A rule may stand on the card of one problem or of another.
        Map<String, Set<String>> problems = property("rule", "problem");
        MissingTypeReads reads = recorder();
        DefineValues values = new DefineValues(evaluation(reads, request), compiled.library(plan.library()));
        List<String> trueRules = values.get(plan.rules()).texts();
        Map<String, Boolean> rules = new HashMap<>();
        boolean isListRead = false;
        for (Map.Entry<ExpressionDef, Boolean> define : reads.evaluated().entrySet()) {
            Optional<String> rule = RuleDefines.rule(define.getKey());
            if (rule.isPresent() && (define.getValue() || reads.looks(define.getKey()))) {
                rules.merge(rule.get(), define.getValue(), Boolean::logicalOr);
            } else if (plan.rules().equals(define.getKey().getName())) {
                isListRead |= define.getValue();
            }
        }
        Set<String> unjudged = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, Boolean> rule : rules.entrySet()) {
            Set<String> ofRule = problems.getOrDefault(rule.getKey(), Set.of(""));
            all.addAll(ofRule);
            if (isListRead || rule.getValue()) {
                unjudged.addAll(ofRule);
            }
        }
        trueRules.stream()
                .flatMap(rule -> problems.getOrDefault(rule, Set.of("")).stream())
                .distinct()
                .filter(problem -> !unjudged.contains(problem) && isCardIncomplete(problem, all))
                .forEach(unjudged::add);
        Set<String> judged = new TreeSet<>(all);
        judged.removeAll(unjudged);
        Set<String> unjudgedRules = new HashSet<>(rules.keySet());
        unjudgedRules.removeIf(rule -> judged.containsAll(problems.getOrDefault(rule, Set.of(""))));
        return new PartialJudgement(judged, unjudged, unjudgedRules);
    }

    /** Whether the card of a problem, evaluated as the only card, says or proposes anything that depends on missing data. */
    private boolean isCardIncomplete(String problem, Set<String> all) {
        Set<String> others = new HashSet<>(all);
        others.remove(problem);
        MissingTypeReads reads = recorder();
        Evaluation evaluation =
                evaluation(reads, request.with(request.answered().with(others)));
        evaluation.evaluate(plan.library(), plan.conditions());
        DefineValues conditions = new DefineValues(evaluation, compiled.library(plan.library()));
        Set<String> defines = new HashSet<>();
        plan.actions().stream()
                .filter(card -> conditions.isTrue(card.condition()))
                .forEach(card -> {
                    defines.add(card.condition());
                    defines.addAll(card.defines());
                });
        evaluation.evaluate(plan.library(), List.copyOf(defines));
        Set<ExpressionDef> ofPlan = Collections.newSetFromMap(new IdentityHashMap<>());
        ofPlan.addAll(LibraryResolver.definitions(compiled.library(plan.library())));
        boolean namesType = property("problem", "names-type").containsKey(problem);
        return reads.evaluated().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .anyMatch(define -> (ofPlan.contains(define) && defines.contains(define.getName()))
                        || (namesType && ofType.contains(define)));
    }

    /** Records the reads of missing types. What a rule reads counts for that rule, not for the list of all rules. */
    private MissingTypeReads recorder() {
        return new MissingTypeReads(
                compiled,
                missing,
                define -> ofRecognition.contains(define)
                        || ofType.contains(define)
                        || RuleDefines.rule(define).isPresent());
    }

    private Evaluation evaluation(MissingTypeReads reads, AssessmentRequest evaluated) {
        return new Evaluation(
                compiled,
                evaluated.patient(),
                evaluated.asOf(),
                EngineParameters.of(evaluated, compiled.knowledge().settings()),
                reads,
                end);
    }

    /** Values of a property by code, of those concepts of one of our CodeSystems that have the property. */
    private Map<String, Set<String>> property(String codeSystem, String name) {
        Map<String, Set<String>> values = new HashMap<>();
        CodeSystem concepts = compiled.knowledge().codeSystems().get(CODE_SYSTEMS + codeSystem);
        if (concepts != null) {
            concepts.getConcept()
                    .forEach(concept -> concept.getProperty().stream()
                            .filter(property -> property.getCode().equals(name))
                            .forEach(property -> values.computeIfAbsent(concept.getCode(), code -> new HashSet<>())
                                    .add(property.getValue().primitiveValue())));
        }
        return values;
    }
}
