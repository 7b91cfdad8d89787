package org.calcinosiscds.cql;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.RuleExplanation;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.Or;

/** Finds the fewest conditions that would have to change to make a define true, through {@code and}, {@code or}, {@code not} and defines. */
final class MissingConditions {
    private final CompiledKnowledge compiled;
    private final Evaluation evaluation;
    private final LibraryResolver libraries;
    private final RuleExplainer explainer;

    MissingConditions(CompiledKnowledge compiled, Evaluation evaluation, Citations citations) {
        this.compiled = compiled;
        this.evaluation = evaluation;
        this.libraries = new LibraryResolver(compiled.libraries());
        this.explainer = new RuleExplainer(compiled, evaluation, citations);
    }

    /**
     * One way to make an expression true.
     *
     * @param missing conditions that are false or undetermined
     * @param met number of conditions that are true, without those that exclude
     */
    record Way(List<RuleExplanation> missing, int met) {
        Way and(Way other) {
            return new Way(
                    Stream.concat(missing.stream(), other.missing.stream()).toList(), met + other.met);
        }

        /** The one with fewer missing conditions; of equals the one for which more speaks. */
        private Way or(Way other) {
            int difference = missing.size() - other.missing.size();
            return difference < 0 || (difference == 0 && met >= other.met) ? this : other;
        }
    }

    Way of(Library library, ExpressionDef define) {
        return way(library, define, Objects.requireNonNull(define.getExpression()), true);
    }

    Way of(JudgedRules.Place place, Expression condition) {
        return way(place.library(), place.define(), condition, true);
    }

    private Way way(Library library, ExpressionDef define, Expression part, boolean expected) {
        if (part instanceof Not not && compiled.texts().isWritten(not, library)) {
            return way(library, define, Objects.requireNonNull(not.getOperand()), !expected);
        }
        if (part instanceof And and) {
            Way left = way(library, define, and.getOperand().get(0), expected);
            Way right = way(library, define, and.getOperand().get(1), expected);
            return expected ? left.and(right) : left.or(right);
        }
        if (part instanceof Or or) {
            Way left = way(library, define, or.getOperand().get(0), expected);
            Way right = way(library, define, or.getOperand().get(1), expected);
            return expected ? left.or(right) : left.and(right);
        }
        if (part instanceof ExpressionRef reference && !(part instanceof FunctionRef)) {
            Library owner = libraries.owner(reference.getLibraryName(), library);
            ExpressionDef target = libraries.target(reference, library).orElseThrow();
            Expression definition = Objects.requireNonNull(target.getExpression());
            if (isConnected(definition)) {
                return way(owner, target, definition, expected);
            }
        }
        if (Boolean.valueOf(expected).equals(evaluation.value(library, define, part))) {
            return new Way(List.of(), expected ? 1 : 0);
        }
        RuleExplanation condition = explainer.condition(library, define, part);
        return new Way(List.of(expected ? condition : condition.named("not " + condition.condition())), 0);
    }

    private static boolean isConnected(Expression expression) {
        return expression instanceof And
                || expression instanceof Or
                || expression instanceof Not
                || (expression instanceof ExpressionRef && !(expression instanceof FunctionRef));
    }
}
