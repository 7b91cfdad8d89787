package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.RuleExplanation;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.CaseItem;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.Or;
import org.jspecify.annotations.Nullable;

/**
 * Follows a condition down through {@code and}, {@code or}, {@code not}, {@code if}, {@code case} and defines to what decides it.
 */
final class RuleExplainer {
    private static final int DEPTH = 12;

    private final CompiledKnowledge compiled;
    private final Evaluation evaluation;
    private final Citations citations;
    private final LibraryResolver libraries;
    private final Set<String> shown = new HashSet<>();

    RuleExplainer(CompiledKnowledge compiled, Evaluation evaluation, Citations citations) {
        this.compiled = compiled;
        this.evaluation = evaluation;
        this.citations = citations;
        this.libraries = new LibraryResolver(compiled.libraries());
    }

    /** @return empty when no library has a define of that name */
    static Optional<RuleExplanation> of(CompiledKnowledge compiled, Evaluation evaluation, String define) {
        for (var each : compiled.libraries().getCompiledLibraries().values()) {
            Library library = Objects.requireNonNull(each.getLibrary());
            Optional<ExpressionDef> found = define(library, define);
            if (found.isPresent()) {
                return Optional.of(
                        new RuleExplainer(compiled, evaluation, Citations.NONE).explain(library, found.get(), 0));
            }
        }
        return Optional.empty();
    }

    private static Optional<ExpressionDef> define(Library library, @Nullable String name) {
        return LibraryResolver.definitions(library).stream()
                .filter(each -> !(each instanceof FunctionDef)
                        && String.valueOf(each.getName()).equals(name))
                .findFirst();
    }

    RuleExplanation explain(Library library, ExpressionDef define) {
        return explain(library, define, 0);
    }

    /** One condition of a define, its value, and the defines that it names. */
    RuleExplanation condition(Library library, ExpressionDef define, Expression part) {
        return part instanceof ExpressionRef reference && !(part instanceof FunctionRef)
                ? referenced(library, reference, 1)
                : named(library, define, part, evaluation.value(library, define, part), 1);
    }

    /** A condition and its value alone. */
    RuleExplanation inOneLine(JudgedRules.Place place, Expression part) {
        Object value = evaluation.value(place.library(), place.define(), part);
        return node(place.library(), place.define(), part, value, List.of());
    }

    private RuleExplanation explain(Library library, ExpressionDef define, int depth) {
        Object value = evaluation.value(library, define, Objects.requireNonNull(define.getExpression()));
        String name = ConditionTexts.name(library) + ".\"" + define.getName() + '"';
        // Of a list or a quantity the value says enough; what was shown is not shown again.
        List<RuleExplanation> because = (value == null || value instanceof Boolean) && depth < DEPTH && shown.add(name)
                ? parts(library, define, Objects.requireNonNull(define.getExpression()), value, depth + 1)
                : List.of();
        return node(
                library,
                define,
                Objects.requireNonNull(define.getExpression()),
                name,
                ConditionTexts.line(define.getLocator()),
                value,
                because);
    }

    private List<RuleExplanation> parts(
            Library library, ExpressionDef define, Expression part, @Nullable Object value, int depth) {
        if (part instanceof And and) {
            return deciding(library, define, and.getOperand(), value, depth);
        }
        if (part instanceof Or or) {
            return deciding(library, define, or.getOperand(), value, depth);
        }
        if (part instanceof Not not) {
            Expression operand = Objects.requireNonNull(not.getOperand());
            return parts(library, define, operand, evaluation.value(library, define, operand), depth);
        }
        if (part instanceof If choice) {
            Expression condition = Objects.requireNonNull(choice.getCondition());
            boolean isMet = isTrue(library, define, condition);
            List<RuleExplanation> found = new ArrayList<>(condition(library, define, condition, depth));
            found.addAll(chosen(library, define, isMet ? choice.getThen() : choice.getElse(), value, depth));
            return found;
        }
        if (part instanceof Case choice && choice.getComparand() == null) {
            return alternatives(library, define, choice, value, depth);
        }
        if (part instanceof ExpressionRef reference && !(part instanceof FunctionRef)) {
            return List.of(referenced(library, reference, depth));
        }
        return List.of(named(library, define, part, value, depth));
    }

    /** The conditions of a {@code case} up to the one that is met, and what is chosen by it. */
    private List<RuleExplanation> alternatives(
            Library library, ExpressionDef define, Case choice, @Nullable Object value, int depth) {
        List<RuleExplanation> found = new ArrayList<>();
        for (CaseItem item : choice.getCaseItem()) {
            Expression condition = Objects.requireNonNull(item.getWhen());
            found.addAll(condition(library, define, condition, depth));
            if (isTrue(library, define, condition)) {
                found.addAll(chosen(library, define, item.getThen(), value, depth));
                return found;
            }
        }
        found.addAll(chosen(library, define, choice.getElse(), value, depth));
        return found;
    }

    private List<RuleExplanation> condition(Library library, ExpressionDef define, Expression condition, int depth) {
        return parts(library, define, condition, evaluation.value(library, define, condition), depth);
    }

    private boolean isTrue(Library library, ExpressionDef define, Expression condition) {
        return Boolean.TRUE.equals(evaluation.value(library, define, condition));
    }

    /** What a branch rests on; nothing where it says its value itself. */
    private List<RuleExplanation> chosen(
            Library library, ExpressionDef define, @Nullable Expression branch, @Nullable Object value, int depth) {
        return branch == null || branch instanceof Literal || branch instanceof Null
                ? List.of()
                : parts(library, define, branch, value, depth);
    }

    private RuleExplanation named(
            Library library, ExpressionDef define, Expression part, @Nullable Object value, int depth) {
        List<RuleExplanation> inputs = references(part).stream()
                .map(reference -> referenced(library, reference, depth))
                .toList();
        return node(library, define, part, value, inputs);
    }

    private RuleExplanation node(
            Library library,
            ExpressionDef define,
            Expression part,
            String condition,
            int line,
            @Nullable Object value,
            List<RuleExplanation> because) {
        String text = ExplainedValue.text(value);
        Set<String> known = new HashSet<>();
        boolean isExplained = false;
        for (RuleExplanation each :
                because.stream().flatMap(RuleExplanation::all).toList()) {
            each.resources().forEach(resource -> known.add(resource.reference()));
            isExplained |= !each.resources().isEmpty() || !each.alternatives().isEmpty();
        }
        List<CitedResource> resources = citations.of(library, define, part, text, known);
        return new RuleExplanation(
                ConditionTexts.name(library),
                line,
                condition,
                text,
                because,
                resources,
                isExplained || !resources.isEmpty() ? List.of() : citations.alternatives(library, define, part, text));
    }

    /** A part of a define, whose text is its name. */
    private RuleExplanation node(
            Library library,
            ExpressionDef define,
            Expression part,
            @Nullable Object value,
            List<RuleExplanation> because) {
        return node(
                library,
                define,
                part,
                compiled.texts().text(library, part.getLocator()),
                ConditionTexts.line(part.getLocator()),
                value,
                because);
    }

    /** Both operands when the value needs both, else those that have the value. */
    private List<RuleExplanation> deciding(
            Library library, ExpressionDef define, List<Expression> operands, @Nullable Object value, int depth) {
        List<RuleExplanation> found = new ArrayList<>();
        for (Expression operand : operands) {
            Object part = evaluation.value(library, define, operand);
            if (Objects.equals(part, value)) {
                found.addAll(parts(library, define, operand, part, depth));
            }
        }
        return found;
    }

    private RuleExplanation referenced(Library library, ExpressionRef reference, int depth) {
        Library owner = libraries.owner(reference.getLibraryName(), library);
        return explain(owner, define(owner, reference.getName()).orElseThrow(), depth);
    }

    /** Defines that an expression names, each once. */
    private static List<ExpressionRef> references(Expression part) {
        Map<String, ExpressionRef> found = new LinkedHashMap<>();
        new BaseElmLibraryVisitor<@Nullable Object, Map<String, ExpressionRef>>() {
            @Override
            public @Nullable Object visitExpressionRef(ExpressionRef reference, Map<String, ExpressionRef> all) {
                if (!(reference instanceof FunctionRef)) {
                    all.putIfAbsent(reference.getLibraryName() + "." + reference.getName(), reference);
                }
                return super.visitExpressionRef(reference, all);
            }

            @Override
            protected @Nullable Object defaultResult(Element element, Map<String, ExpressionRef> all) {
                return null;
            }
        }.visitExpression(part, found);
        return List.copyOf(found.values());
    }
}
