package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.decision.AssessmentRequest;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.CodeRef;
import org.hl7.elm.r1.CodeSystemRef;
import org.hl7.elm.r1.ConceptRef;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.Implies;
import org.hl7.elm.r1.LetClause;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.Or;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.ValueSetRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opencds.cqf.cql.engine.execution.GlobalCoverage;

/**
 * What our walk reports as evaluated is what the engine's own collection marks, except what need not be evaluated here: later operands of
 * {@code and}, {@code or}, {@code implies} and {@code Coalesce}, a {@code let} whose name is not used, and what these use elsewhere.
 * {@code target/coverage-left-out.txt} lists it.
 */
@Tag("once")
class EngineCoverageTests {
    private static final int STEP = 40;
    private static final Path LEFT_OUT = Path.of("target", "coverage-left-out.txt");

    /** Evaluated with what holds them. */
    private static final Set<Class<?>> CONSTANTS = Set.of(
            Literal.class,
            Null.class,
            Quantity.class,
            ValueSetRef.class,
            CodeSystemRef.class,
            CodeRef.class,
            ConceptRef.class);

    private final Set<String> ours = new HashSet<>();

    /** Places whose values need not be known, with the operator that does not ask for them. */
    private final Map<String, String> lazy = new HashMap<>();

    private final Map<String, String> kinds = new HashMap<>();

    /** Library and name of the definition in which a place is. */
    private final Map<String, String> owners = new HashMap<>();

    /** Places of a definition. */
    private final Map<String, Set<String>> places = new HashMap<>();

    /** Definitions that are named at a place; where it is left out, so is what they evaluate for it. */
    private final Map<String, Set<String>> uses = new HashMap<>();

    private final LibraryResolver resolver = new LibraryResolver(CaseAnswers.COMPILED.libraries());

    @Test
    void everyExpressionThatTheEngineMarksIsMarkedHereButForLazyOperators() throws Exception {
        CaseAnswers.COMPILED.libraries().getCompiledLibraries().values().forEach(this::readPlaces);
        Set<String> allLeftOut = new TreeSet<>();
        for (PatientCase patient : PatientCase.every(STEP)) {
            ours.clear();
            PlanDefinitionLogic plan =
                    Objects.requireNonNull(CaseAnswers.COMPILED.services().get(patient.service()));
            List<String> asked = EngineAnswers.asked(plan);
            evaluateHere(patient, plan, asked);
            EngineEvaluation engine = EngineAnswers.byTheEngine(patient, patient.record());
            GlobalCoverage coverage = engine.coverage();
            engine.evaluate(plan.library(), asked);
            Set<String> engines = marked(coverage);

            assertThat(engines).hasSizeGreaterThan(1000);
            assertThat(without(ours, engines)).as(patient.name()).isEmpty();
            Set<String> leftOut = without(engines, ours);
            allLeftOut.addAll(leftOut);
            Set<String> usedThere = new HashSet<>();
            leftOut.forEach(place -> addUsed(place, usedThere));
            leftOut.removeIf(place -> lazy.containsKey(place) || usedThere.contains(owners.get(place)));
            assertThat(leftOut).as(patient.name()).isEmpty();
        }
        list(allLeftOut);
    }

    /** What a place evaluates in other definitions: with other arguments these can take other ways. */
    private void addUsed(String place, Set<String> definitions) {
        for (String definition : uses.getOrDefault(place, Set.of())) {
            if (definitions.add(definition)) {
                places.getOrDefault(definition, Set.of()).forEach(other -> addUsed(other, definitions));
            }
        }
    }

    private void evaluateHere(PatientCase patient, PlanDefinitionLogic plan, List<String> asked) {
        AssessmentRequest question = CaseQuestions.about(patient, patient.record());
        Map<String, Object> parameters = new HashMap<>(
                EngineParameters.of(question, CaseAnswers.COMPILED.knowledge().settings()));
        parameters.putAll(patient.parameters());
        EvaluationListener listener = new EvaluationListener() {
            @Override
            public void started(Library library, Expression expression) {
                add(ours, library, expression);
            }

            @Override
            public void finished(Library library, Expression expression, @Nullable Object value) {}
        };
        new Evaluation(CaseAnswers.COMPILED, question.patient(), patient.asOf(), parameters, listener)
                .evaluate(plan.library(), asked);
    }

    /** Places that have been compared at all: of expressions that a person wrote. */
    private void add(Set<String> seen, Library library, Element element) {
        String place = place(library, element);
        if (kinds.containsKey(place)) {
            seen.add(place);
        }
    }

    private static String place(Library library, Element element) {
        return Objects.requireNonNull(library.getIdentifier()).getId() + " " + element.getLocator();
    }

    /** The engine keeps its counts to itself; its export has lines alone and fails on FHIRHelpers. */
    private Set<String> marked(GlobalCoverage coverage) throws ReflectiveOperationException {
        Set<String> seen = new HashSet<>();
        for (Object each : ((Map<?, ?>) field(coverage, "libraryCoverages")).values()) {
            Library library = (Library) field(each, "library");
            ((Map<?, ?>) field(each, "elementVisitCounts"))
                    .keySet()
                    .forEach(element -> add(seen, library, (Element) element));
        }
        return seen;
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return Objects.requireNonNull(field.get(owner));
    }

    private void readPlaces(CompiledLibrary compiled) {
        Library library = Objects.requireNonNull(compiled.getLibrary());
        // Its functions convert values of FHIR where the translator says so, at no place of the text.
        if (key(library, "").startsWith("FHIRHelpers.")) {
            return;
        }
        for (ExpressionDef each : LibraryResolver.definitions(library)) {
            if (each.getExpression() != null) {
                new Places(library, key(library, each.getName())).visitExpression(each.getExpression(), "");
            }
        }
    }

    private static String key(Library library, @Nullable String name) {
        return Objects.requireNonNull(library.getIdentifier()).getId() + "." + name;
    }

    /** Visits expressions with the lazy operator that they are a later operand of; an empty text for none. */
    private final class Places extends BaseElmLibraryVisitor<@Nullable Void, String> {
        private final Library library;

        private final String owner;

        Places(Library library, String owner) {
            this.library = library;
            this.owner = owner;
        }

        @Override
        public @Nullable Void visitExpression(Expression expression, String operator) {
            if (expression.getLocator() != null && !CONSTANTS.contains(expression.getClass())) {
                String place = place(library, expression);
                kinds.putIfAbsent(place, expression.getClass().getSimpleName());
                owners.putIfAbsent(place, owner);
                places.computeIfAbsent(owner, key -> new HashSet<>()).add(place);
                if (!operator.isEmpty()) {
                    lazy.putIfAbsent(place, operator);
                }
                if (expression instanceof ExpressionRef reference) {
                    uses.computeIfAbsent(place, key -> new HashSet<>())
                            .add(key(resolver.owner(reference.getLibraryName(), library), reference.getName()));
                }
            }
            List<Expression> operands = operands(expression);
            for (int i = 0; i < operands.size(); i++) {
                visitExpression(
                        operands.get(i),
                        i == 0 ? operator : expression.getClass().getSimpleName());
            }
            return operands.isEmpty() ? super.visitExpression(expression, operator) : null;
        }

        /** A let is evaluated when its name is. */
        @Override
        public @Nullable Void visitLetClause(LetClause let, String operator) {
            return super.visitLetClause(let, "let");
        }

        @Override
        protected @Nullable Void defaultResult(Element element, String operator) {
            return null;
        }
    }

    private static List<Expression> operands(Expression expression) {
        if (expression instanceof And and) {
            return and.getOperand();
        }
        if (expression instanceof Or or) {
            return or.getOperand();
        }
        if (expression instanceof Implies implies) {
            return implies.getOperand();
        }
        return expression instanceof Coalesce coalesce ? coalesce.getOperand() : List.of();
    }

    private Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    private void list(Set<String> leftOut) throws IOException {
        Files.createDirectories(LEFT_OUT.getParent());
        Files.write(
                LEFT_OUT,
                leftOut.stream()
                        .map(place -> place + " " + kinds.get(place) + " behind "
                                + lazy.getOrDefault(place, "a use that is left out"))
                        .toList());
    }
}
