package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.AliasRef;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.QueryLetRef;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a service lists, found from the define of its true rules downwards, each with what the lists ask beside the rule itself,
 * such as that cards are allowed at all.
 */
final class JudgedRules extends BaseElmLibraryVisitor<@Nullable Void, JudgedRules.Place> {
    /** A define and its library. */
    record Place(Library library, ExpressionDef define) {}

    /** A condition that an {@code if} or a {@code where} around rules sets for them. */
    record Gate(Place place, Expression condition) {}

    /**
     * A rule that is listed.
     *
     * @param gates all of which must be true
     */
    record Judged(Library library, List<Gate> gates) {}

    private final LibraryResolver libraries;
    private final Deque<Gate> gates = new ArrayDeque<>();
    private final Map<String, Judged> rules = new TreeMap<>();

    private JudgedRules(LibraryManager libraries) {
        this.libraries = new LibraryResolver(libraries);
    }

    /** @param define of the library that lists the rules that are true */
    static Map<String, Judged> of(LibraryManager libraries, Library library, String define) {
        JudgedRules judged = new JudgedRules(libraries);
        LibraryResolver.definitions(library).stream()
                .filter(each -> define.equals(each.getName()))
                .forEach(each -> judged.visitExpressionDef(each, new Place(library, each)));
        return judged.rules;
    }

    @Override
    public @Nullable Void visitExpressionRef(ExpressionRef reference, Place place) {
        if (reference instanceof FunctionRef) {
            return super.visitExpressionRef(reference, place);
        }
        Library owner = libraries.owner(reference.getLibraryName(), place.library());
        ExpressionDef target = libraries.target(reference, place.library()).orElse(null);
        if (target != null) {
            RuleDefines.rule(target)
                    .ifPresentOrElse(
                            rule -> rules.putIfAbsent(rule, new Judged(owner, List.copyOf(gates))),
                            () -> visitExpressionDef(target, new Place(owner, target)));
        }
        return null;
    }

    @Override
    public @Nullable Void visitIf(If choice, Place place) {
        gates.addLast(new Gate(place, Objects.requireNonNull(choice.getCondition())));
        visitExpression(Objects.requireNonNull(choice.getThen()), place);
        gates.removeLast();
        return visitExpression(Objects.requireNonNull(choice.getElse()), place);
    }

    @Override
    public @Nullable Void visitQuery(Query query, Place place) {
        List<Gate> ofAll = conjuncts(query.getWhere())
                .filter(condition -> !readsElements(condition))
                .map(condition -> new Gate(place, condition))
                .toList();
        ofAll.forEach(gates::addLast);
        query.getSource().forEach(source -> visitExpression(Objects.requireNonNull(source.getExpression()), place));
        ofAll.forEach(each -> gates.removeLast());
        return null;
    }

    private static Stream<Expression> conjuncts(@Nullable Expression condition) {
        return condition instanceof And and
                ? and.getOperand().stream().flatMap(JudgedRules::conjuncts)
                : Stream.ofNullable(condition);
    }

    /** Whether a condition is about the elements of its query, and cannot be evaluated outside of it. */
    private static boolean readsElements(Expression condition) {
        boolean[] found = new boolean[1];
        new BaseElmLibraryVisitor<@Nullable Void, boolean[]>() {
            @Override
            public @Nullable Void visitAliasRef(AliasRef reference, boolean[] reads) {
                reads[0] = true;
                return null;
            }

            @Override
            public @Nullable Void visitQueryLetRef(QueryLetRef reference, boolean[] reads) {
                reads[0] = true;
                return null;
            }

            @Override
            public @Nullable Void visitProperty(Property property, boolean[] reads) {
                reads[0] |= property.getScope() != null;
                return super.visitProperty(property, reads);
            }

            @Override
            protected @Nullable Void defaultResult(Element element, boolean[] reads) {
                return null;
            }
        }.visitExpression(condition, found);
        return found[0];
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Place place) {
        return null;
    }
}
