package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.OperandDef;
import org.jspecify.annotations.Nullable;

/** Compiles the expression of one define or function, with everything in it. */
final class Compilation {
    private static final Code NULL = new Code.Constant(null);

    private final Operators operators;
    private final LibraryCode library;
    private final @Nullable ExpressionDef definition;
    private final List<EngineCode.Variable> scope = new ArrayList<>();
    private int variables;

    /** Compiles one kind of expression: its operands by the compilation, itself into a call of the engine's evaluator. */
    @FunctionalInterface
    interface Operator<E extends Expression> {
        Code compile(E expression, Compilation by);
    }

    /** The operators of all kinds. */
    interface Operators {
        /** Null for a kind that is not known. */
        @Nullable
        Operator<Expression> of(Expression expression);
    }

    private Compilation(Operators operators, LibraryCode library, @Nullable ExpressionDef definition) {
        this.operators = operators;
        this.library = library;
        this.definition = definition;
    }

    /** @param definition that the expression belongs to; null for the default of a parameter */
    static Body.Compiled of(
            Operators operators, LibraryCode library, @Nullable ExpressionDef definition, Expression expression) {
        return of(operators, library, definition, expression, List.of());
    }

    /** @param names of the variables that the expression sees; those after the operands of its function are aliases and lets */
    static Body.Compiled of(
            Operators operators,
            LibraryCode library,
            @Nullable ExpressionDef definition,
            Expression expression,
            List<String> names) {
        Compilation compilation = new Compilation(operators, library, definition);
        if (definition instanceof FunctionDef function) {
            for (OperandDef operand : function.getOperand()) {
                compilation.declare(String.valueOf(operand.getName()));
            }
        }
        names.stream().skip(compilation.variables).forEach(compilation::declare);
        Node node = compilation.node(expression);
        return new Body.Compiled(node, compilation.variables);
    }

    LibraryCode library() {
        return library;
    }

    ProgramContext context() {
        return library.context();
    }

    /** An operand that the grammar requires. */
    Node node(@Nullable Expression expression) {
        Expression required = Frame.required(expression);
        return new Node(observed(required, code(required)), required, library.library());
    }

    /** An operand that may be left out, whose value is then null. */
    Node optional(@Nullable Expression expression) {
        return expression == null ? new Node(NULL, new Literal(), library.library()) : node(expression);
    }

    Node[] nodes(List<? extends Expression> expressions) {
        return expressions.stream().map(this::node).toArray(Node[]::new);
    }

    /** One of a kind that is not among the operators is left to the engine, with all that is in it: slower, not different. */
    private Code code(Expression expression) {
        Operator<Expression> operator = operators.of(expression);
        if (operator == null) {
            return engine(expression);
        }
        int before = scope.size();
        try {
            return operator.compile(expression, this);
        } catch (RuntimeException e) {
            // Something in it has no meaning. The engine says so, if the expression is evaluated.
            forget(scope.size() - before);
            return engine(expression);
        }
    }

    private Code observed(Expression expression, Code code) {
        if (!context().isObserved()) {
            return code;
        }
        return frame -> {
            EvaluationListener listener = frame.run.listener();
            if (listener == null) {
                return code.of(frame);
            }
            listener.started(library.library(), expression);
            Object value = code.of(frame);
            listener.finished(library.library(), expression, value);
            return value;
        };
    }

    /** The code, or its value when that is the same for all patients. */
    Code folded(Code code, Node... operands) {
        if (!Arrays.stream(operands).allMatch(Node::isConstant)) {
            return code;
        }
        try {
            Object value = code.of(context().constantFrame());
            return Constants.isShareable(value) ? new Code.Constant(Constants.shared(value)) : code;
        } catch (RuntimeException e) {
            // An evaluation of it will fail and name its position.
            return code;
        }
    }

    /** Leaves an expression to the engine. */
    Code engine(Expression expression) {
        return new EngineCode(expression, library.library(), definition, List.copyOf(scope));
    }

    /** Makes a variable visible to the expressions that are compiled from now on. @return its position in the frame */
    int declare(String name) {
        scope.add(new EngineCode.Variable(name, variables));
        return variables++;
    }

    /** Ends the visibility of the latest variables. */
    void forget(int count) {
        scope.subList(scope.size() - count, scope.size()).clear();
    }

    /** The innermost variable of the name. @return -1 when there is none */
    int position(@Nullable String name) {
        for (int i = scope.size() - 1; i >= 0; i--) {
            if (scope.get(i).name().equals(name)) {
                return scope.get(i).position();
            }
        }
        return -1;
    }
}
