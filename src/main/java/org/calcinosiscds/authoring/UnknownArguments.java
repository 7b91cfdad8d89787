package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.outcome.SimilarNames;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.CaseItem;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Equal;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.In;
import org.hl7.elm.r1.IsNull;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.OperandRef;
import org.jspecify.annotations.Nullable;

/**
 * Calls with a text that the function, or one that it passes the text on to, does not know: it lists names and is null for any other. See
 * the page CDS063.
 */
final class UnknownArguments {
    private static final int DEPTH = 8;

    private final Definitions definitions;

    UnknownArguments(Definitions definitions) {
        this.definitions = definitions;
    }

    /**
     * A text that leads to null.
     *
     * @param name as it is written
     * @param known the names that the function lists
     */
    record UnknownArgument(Literal name, String function, Set<String> known) {
        String message() {
            return "'" + name.getValue() + "' is no name that the function \"" + function
                    + "\" knows, which is always null for it."
                    + SimilarNames.suggestion(String.valueOf(name.getValue()), known);
        }
    }

    /** The first text among the arguments of a call that is not known where it ends up. */
    @SuppressWarnings("ReferenceEquality") // The very text that is written in the call.
    Optional<UnknownArgument> in(FunctionRef call, Library library) {
        return in(call, library, Map.of(), 0)
                .filter(found -> call.getOperand().stream().anyMatch(argument -> argument == found.name()));
    }

    private Optional<UnknownArgument> in(FunctionRef call, Library library, Map<String, Literal> given, int depth) {
        Definitions.Definition found = definitions.of(call, library).orElse(null);
        if (depth > DEPTH || found == null || !(found.definition() instanceof FunctionDef function)) {
            return Optional.empty();
        }
        Map<String, Literal> operands = new HashMap<>();
        for (int i = 0; i < call.getOperand().size(); i++) {
            Literal text = text(call.getOperand().get(i), given);
            if (text != null) {
                operands.put(String.valueOf(function.getOperand().get(i).getName()), text);
            }
        }
        return operands.isEmpty()
                ? Optional.empty()
                : new Search(String.valueOf(function.getName()), operands, depth)
                        .of(function.getExpression(), found.library());
    }

    /** Follows the branches that the given texts choose; where they choose none, every branch must lead to null. */
    private final class Search extends BaseElmLibraryVisitor<@Nullable Void, Library> {
        private final String function;
        private final Map<String, Literal> given;
        private final int depth;
        private Optional<UnknownArgument> found = Optional.empty();

        Search(String function, Map<String, Literal> given, int depth) {
            this.function = function;
            this.given = given;
            this.depth = depth;
        }

        Optional<UnknownArgument> of(@Nullable Expression expression, Library library) {
            if (expression != null) {
                visitExpression(expression, library);
            }
            return found;
        }

        private Optional<UnknownArgument> apart(@Nullable Expression expression, Library library) {
            return new Search(function, given, depth).of(expression, library);
        }

        @Override
        public @Nullable Void visitExpression(Expression expression, Library library) {
            return found.isPresent() ? null : super.visitExpression(expression, library);
        }

        @Override
        public @Nullable Void visitFunctionRef(FunctionRef call, Library library) {
            found = in(call, library, given, depth + 1);
            return super.visitFunctionRef(call, library);
        }

        @Override
        public @Nullable Void visitIf(If choice, Library library) {
            Choice chosen = choice(choice.getCondition(), given);
            if (chosen == null) {
                of(choice.getCondition(), library);
                requireInAll(Arrays.asList(choice.getThen(), choice.getElse()), library);
            } else {
                // What an "if" has for one name alone need not be there for others.
                of(chosen.isMet() ? choice.getThen() : choice.getElse(), library);
            }
            return null;
        }

        @Override
        public @Nullable Void visitCase(Case choice, Library library) {
            Literal compared = choice.getComparand() == null ? null : text(choice.getComparand(), given);
            Set<String> known = new TreeSet<>();
            Literal open = null;
            for (CaseItem item : choice.getCaseItem()) {
                Choice chosen = compared == null
                        ? choice(item.getWhen(), given)
                        : item.getWhen() instanceof Literal name
                                ? new Choice(compared, Set.of(String.valueOf(name.getValue())))
                                : null;
                if (chosen == null) {
                    List<@Nullable Expression> branches = new ArrayList<>();
                    choice.getCaseItem().forEach(each -> branches.add(each.getThen()));
                    branches.add(choice.getElse());
                    requireInAll(branches, library);
                    return null;
                }
                if (chosen.isMet()) {
                    of(item.getThen(), library);
                    return null;
                }
                known.addAll(chosen.known());
                open = chosen.name();
            }
            if (open != null && isNull(choice.getElse())) {
                found = Optional.of(new UnknownArgument(open, function, known));
            } else {
                of(choice.getElse(), library);
            }
            return null;
        }

        /** Null is handled there. */
        @Override
        public @Nullable Void visitCoalesce(Coalesce values, Library library) {
            return null;
        }

        @Override
        public @Nullable Void visitIsNull(IsNull test, Library library) {
            return null;
        }

        private void requireInAll(List<@Nullable Expression> branches, Library library) {
            List<Optional<UnknownArgument>> all =
                    branches.stream().map(branch -> apart(branch, library)).toList();
            if (found.isEmpty() && all.stream().allMatch(Optional::isPresent)) {
                found = all.get(0);
            }
        }

        @Override
        protected @Nullable Void defaultResult(Element element, Library library) {
            return null;
        }
    }

    /** A condition that a given text decides, by the names that meet it. */
    private record Choice(Literal name, Set<String> known) {
        boolean isMet() {
            return known.contains(String.valueOf(name.getValue()));
        }
    }

    /** Of {@code operand = 'name'} and {@code operand in { 'name', ... }}; null for any other. */
    private static @Nullable Choice choice(@Nullable Expression condition, Map<String, Literal> given) {
        if (!(condition instanceof Equal || condition instanceof In)) {
            return null;
        }
        List<Expression> operands = ((BinaryExpression) condition).getOperand();
        Literal name = operands.get(0) instanceof OperandRef ? text(operands.get(0), given) : null;
        List<Expression> names =
                operands.get(1) instanceof org.hl7.elm.r1.List list ? list.getElement() : operands.subList(1, 2);
        if (name == null || !names.stream().allMatch(Literal.class::isInstance)) {
            return null;
        }
        Set<String> known = new TreeSet<>();
        names.forEach(each -> known.add(String.valueOf(((Literal) each).getValue())));
        return new Choice(name, known);
    }

    /** The text that an expression is, written there or given to the function. */
    private static @Nullable Literal text(Expression expression, Map<String, Literal> given) {
        if (expression instanceof Literal literal) {
            return String.valueOf(literal.getValueType()).endsWith("String") ? literal : null;
        }
        return expression instanceof OperandRef operand ? given.get(String.valueOf(operand.getName())) : null;
    }

    private static boolean isNull(@Nullable Expression value) {
        return value instanceof Null || (value instanceof As conversion && isNull(conversion.getOperand()));
    }
}
