package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.cql.ExpressionCounts;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.elm.NeverNull;
import org.hl7.elm.r1.AliasRef;
import org.hl7.elm.r1.CodeRef;
import org.hl7.elm.r1.CodeSystemRef;
import org.hl7.elm.r1.ConceptRef;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.QueryLetRef;
import org.hl7.elm.r1.ValueSetRef;

/**
 * What was evaluated of a library.
 *
 * @param definitions defines and functions in the order of the text
 */
public record LibraryCoverage(String name, List<Definition> definitions) {
    /** They have no parts and are evaluated with what holds them; only their truth may differ. */
    private static final Set<Class<? extends Expression>> LEAVES = Set.of(
            Literal.class,
            Null.class,
            Quantity.class,
            ValueSetRef.class,
            CodeSystemRef.class,
            CodeRef.class,
            ConceptRef.class,
            AliasRef.class,
            OperandRef.class,
            QueryLetRef.class);

    /**
     * A define or function.
     *
     * @param uses names of definitions of the same library that it uses
     * @param isNeverNull whether it has a value for every patient, as its operators or a stated reason show
     * @param points the outermost first
     */
    public record Definition(
            String name, SourcePosition start, Set<String> uses, boolean isNeverNull, List<CoveragePoint> points) {
        /** How often it was evaluated. */
        public long evaluated() {
            return points.isEmpty() ? 0 : points.get(0).evaluated();
        }

        /** How often it was null. */
        long isNull() {
            return points.isEmpty() ? 0 : points.get(0).isNull();
        }
    }

    static LibraryCoverage of(Library library, ExpressionCounts counts, NeverNull neverNull) {
        List<Definition> definitions = new ArrayList<>();
        for (ExpressionDef definition : LibraryResolver.definitions(library)) {
            // The define of the context has no text of its own, and functions of the engine have no expression.
            if (definition.getLocator() != null
                    && definition.getExpression() != null
                    && definition.getExpression().getLocator() != null) {
                definitions.add(new Definition(
                        String.valueOf(definition.getName()),
                        SourcePosition.of(definition),
                        ElmWalk.references(definition, library),
                        neverNull.isNeverNull(definition, library),
                        points(definition, library, counts)));
            }
        }
        return new LibraryCoverage(Definitions.name(library), definitions);
    }

    /** What the translator adds to an expression, such as a conversion, has its place and is one with it. */
    @SuppressWarnings("ReferenceEquality") // The very expression: one that is equal stands at another place.
    private static List<CoveragePoint> points(ExpressionDef definition, Library library, ExpressionCounts counts) {
        Map<String, List<Expression>> places = new LinkedHashMap<>();
        Expression whole = Objects.requireNonNull(definition.getExpression());
        ElmWalk.of(whole, library, each -> {
            if (each.getLocator() != null && (each == whole || isWorthSeeing(each))) {
                places.computeIfAbsent(each.getLocator(), place -> new ArrayList<>())
                        .add(each);
            }
        });
        return places.values().stream().map(each -> point(each, counts)).toList();
    }

    private static CoveragePoint point(List<Expression> onePlace, ExpressionCounts counts) {
        Optional<Expression> truth =
                onePlace.stream().filter(LibraryCoverage::isTruth).findFirst();
        ExpressionCounts.Count count = counts.of(truth.orElse(onePlace.get(0)));
        return new CoveragePoint(
                SourcePosition.of(onePlace.get(0)),
                SourcePosition.endOf(onePlace.get(0)),
                truth.isPresent(),
                count.evaluated(),
                count.isTrue(),
                count.isFalse(),
                count.isNull());
    }

    private static boolean isWorthSeeing(Expression expression) {
        return !LEAVES.contains(expression.getClass())
                || (isTruth(expression) && !(expression instanceof Literal) && !(expression instanceof Null));
    }

    private static boolean isTruth(Expression expression) {
        return CqlTypes.of(expression).equals("System.Boolean");
    }

    public String file() {
        return "cql/" + name + ".cql";
    }

    public List<CoveragePoint> points() {
        return definitions.stream().flatMap(each -> each.points().stream()).toList();
    }

    /** Those definitions that one of them is made of, itself included; none when there is no such name. */
    public List<Definition> reachedFrom(String definition) {
        Set<String> names = new HashSet<>();
        add(definition, names);
        return definitions.stream().filter(each -> names.contains(each.name())).toList();
    }

    private void add(String definition, Set<String> names) {
        for (Definition each : definitions) {
            if (each.name().equals(definition) && names.add(definition)) {
                each.uses().forEach(used -> add(used, names));
            }
        }
    }
}
