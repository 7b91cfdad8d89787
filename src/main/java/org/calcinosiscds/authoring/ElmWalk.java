package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/** Visits every expression in a definition of ELM. */
final class ElmWalk extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    private final Consumer<Expression> each;

    private ElmWalk(Consumer<Expression> each) {
        this.each = each;
    }

    static void of(ExpressionDef definition, Library library, Consumer<Expression> each) {
        new ElmWalk(each).visitExpressionDef(definition, library);
    }

    static void of(Expression expression, Library library, Consumer<Expression> each) {
        new ElmWalk(each).visitExpression(expression, library);
    }

    /** Names of the definitions of the same library that a definition uses itself. */
    static Set<String> references(ExpressionDef definition, Library library) {
        Set<String> names = new LinkedHashSet<>();
        of(definition, library, expression -> {
            if (expression instanceof ExpressionRef reference && reference.getLibraryName() == null) {
                names.add(String.valueOf(reference.getName()));
            }
        });
        return names;
    }

    /** Calls of functions in an expression, and in the definitions of the same library that it uses. */
    static List<FunctionRef> calls(Expression expression, Library library) {
        List<FunctionRef> calls = new ArrayList<>();
        of(expression, library, each -> {
            if (each instanceof FunctionRef call) {
                calls.add(call);
            } else if (each instanceof ExpressionRef reference && reference.getLibraryName() == null) {
                definition(library, reference).ifPresent(definition -> calls.addAll(calls(definition, library)));
            }
        });
        return calls;
    }

    @Override
    public @Nullable Void visitExpression(Expression expression, Library library) {
        each.accept(expression);
        return super.visitExpression(expression, library);
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }

    /** What the define says that a reference within a library means. */
    static Optional<Expression> definition(Library library, ExpressionRef reference) {
        return LibraryResolver.definitions(library).stream()
                .filter(definition -> String.valueOf(definition.getName()).equals(reference.getName()))
                .map(ExpressionDef::getExpression)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
