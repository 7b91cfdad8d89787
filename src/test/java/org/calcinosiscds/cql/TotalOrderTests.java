package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.AliasRef;
import org.hl7.elm.r1.ByColumn;
import org.hl7.elm.r1.ByDirection;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.First;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Last;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.NaryExpression;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.QueryLetRef;
import org.hl7.elm.r1.Retrieve;
import org.hl7.elm.r1.Slice;
import org.hl7.elm.r1.SortByItem;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is first, last or among the first so many of a list is said by the list's own order: of a table that is written down, of the
 * codings in one element, or of a sort that leaves no two different elements equal: by what is unique, or by something else over a
 * list that was sorted so before, because sorts are stable.
 */
@Tag("once")
class TotalOrderTests {
    /** Names of tuple elements that no two elements of a list share. */
    private static final Set<String> UNIQUE = Set.of("reference", "id", "order", "key");

    /** Defines in which a list without such an order is used, each with the reason why the order cannot be seen. */
    private static final Map<String, String> ALLOWED = Map.of();

    @Test
    void nothingIsTakenFromAListWithoutATotalOrder() {
        Set<String> found = new TreeSet<>();
        CaseAnswers.COMPILED.libraries().getCompiledLibraries().values().forEach(compiled -> {
            Library library = Objects.requireNonNull(compiled.getLibrary());
            LibraryResolver.definitions(library).forEach(define -> new Takes(define, library, found).visitDefinition());
        });
        found.removeAll(ALLOWED.keySet());

        assertThat(found).isEmpty();
    }

    private static final class Takes extends BaseElmLibraryVisitor<@Nullable Void, Library> {
        private final ExpressionDef define;
        private final Library library;
        private final Set<String> found;

        Takes(ExpressionDef define, Library library, Set<String> found) {
            this.define = define;
            this.library = library;
            this.found = found;
        }

        void visitDefinition() {
            visitExpressionDef(define, library);
        }

        @Override
        public @Nullable Void visitFirst(First first, Library in) {
            check(first.getSource());
            return super.visitFirst(first, in);
        }

        @Override
        public @Nullable Void visitLast(Last last, Library in) {
            check(last.getSource());
            return super.visitLast(last, in);
        }

        @Override
        public @Nullable Void visitSlice(Slice slice, Library in) {
            check(slice.getSource());
            return super.visitSlice(slice, in);
        }

        /** The engine sorts by one column after the other, so that of several the last decides; two sorts of one each do not. */
        @Override
        public @Nullable Void visitQuery(Query query, Library in) {
            if (query.getSort() != null && query.getSort().getBy().size() > 1) {
                found.add(location() + " sorts by several columns");
            }
            return super.visitQuery(query, in);
        }

        private String location() {
            return Objects.requireNonNull(library.getIdentifier()).getId() + " \"" + define.getName() + "\"";
        }

        private void check(@Nullable Expression source) {
            if (!isOrdered(Objects.requireNonNull(source), library, new HashSet<>())) {
                found.add(location());
            }
        }

        @Override
        protected @Nullable Void defaultResult(Element element, Library in) {
            return null;
        }
    }

    private static boolean isOrdered(Expression list, Library in, Set<Expression> seen) {
        if (!seen.add(list)) {
            return true;
        }
        if (list instanceof Query query) {
            return isSorted(query, in, seen);
        }
        if (list instanceof Property || list instanceof Null) {
            return true;
        }
        if (list instanceof org.hl7.elm.r1.List written) {
            return written.getElement().stream().allMatch(element -> !isList(element) || isOrdered(element, in, seen));
        }
        if (list instanceof If choice) {
            return isOrdered(Objects.requireNonNull(choice.getThen()), in, seen)
                    && isOrdered(Objects.requireNonNull(choice.getElse()), in, seen);
        }
        // A cast, "flatten", "distinct": the order is that of what is inside.
        if (list instanceof UnaryExpression unary) {
            return isOrdered(Objects.requireNonNull(unary.getOperand()), in, seen);
        }
        if (list instanceof NaryExpression several) {
            return several.getOperand().stream().allMatch(each -> isOrdered(each, in, seen));
        }
        if (list instanceof Slice slice) {
            return isOrdered(Objects.requireNonNull(slice.getSource()), in, seen);
        }
        if (list instanceof ExpressionRef reference) {
            LibraryResolver libraries = new LibraryResolver(CaseAnswers.COMPILED.libraries());
            Library owner = libraries.owner(reference.getLibraryName(), in);
            return libraries
                    .target(reference, in)
                    .filter(target -> isOrdered(Objects.requireNonNull(target.getExpression()), owner, seen))
                    .isPresent();
        }
        // The caller of a function is responsible for the order of its arguments.
        return list instanceof OperandRef || list instanceof AliasRef || list instanceof QueryLetRef;
    }

    private static boolean isList(Expression element) {
        return element instanceof Query || element instanceof UnaryExpression || element instanceof Retrieve;
    }

    private static boolean isSorted(Query query, Library in, Set<Expression> seen) {
        List<SortByItem> by =
                query.getSort() == null ? List.of() : query.getSort().getBy();
        boolean isUnique = by.size() == 1
                && (by.get(0) instanceof ByColumn column
                        ? UNIQUE.contains(column.getPath())
                        // Values that are sorted by themselves are the same where they are equal.
                        : by.get(0) instanceof ByDirection);
        return isUnique
                || (by.size() < 2
                        && query.getSource().size() == 1
                        && isOrdered(
                                Objects.requireNonNull(query.getSource().get(0).getExpression()), in, seen));
    }
}
