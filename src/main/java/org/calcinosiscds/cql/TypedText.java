package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.kotlinruntime.CharStreams;
import org.antlr.v4.kotlinruntime.CommonTokenStream;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.cqframework.cql.cql2elm.Cql2ElmVisitor;
import org.cqframework.cql.cql2elm.LibraryBuilder;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.preprocessor.CqlPreprocessor;
import org.cqframework.cql.cql2elm.tracking.Trackable;
import org.cqframework.cql.gen.cqlLexer;
import org.cqframework.cql.gen.cqlParser;
import org.hl7.cql.model.ChoiceType;
import org.hl7.cql.model.ClassType;
import org.hl7.cql.model.DataType;
import org.hl7.cql.model.IntervalType;
import org.hl7.cql.model.ListType;
import org.hl7.cql.model.TupleType;
import org.hl7.elm.r1.Expression;
import org.jspecify.annotations.Nullable;

/**
 * The types that the translator gives to the expressions of a text, also of one with errors: it visits what it can parse, and says what
 * each part is before it refuses the whole.
 */
public final class TypedText {
    private final LibraryBuilder builder;
    private final List<TypedExpression> expressions;

    /** @param to index in the text behind its last character */
    private record TypedExpression(int from, int to, String locator, String kind, DataType type) {
        int length() {
            return to - from;
        }
    }

    /** An element of a type, with its own type as CQL writes it. */
    public record Property(String name, String type) {}

    /**
     * An expression of the text.
     *
     * @param from index of its first character
     * @param to index behind its last character
     * @param locator as ELM has it
     * @param kind class of the expression in ELM, such as {@code Property}
     * @param type as CQL writes it
     */
    public record Typed(int from, int to, String locator, String kind, String type) {}

    private TypedText(LibraryBuilder builder, List<TypedExpression> expressions) {
        this.builder = builder;
        this.expressions = expressions;
    }

    /** @param libraries those that the text may include */
    static TypedText of(LibraryManager libraries, String text) {
        return TranslatorTracking.withoutCleanUp(() -> translated(libraries, text));
    }

    private static TypedText translated(LibraryManager libraries, String text) {
        KeptExpressions kept = new KeptExpressions();
        LibraryBuilder builder = new LibraryBuilder(libraries, kept);
        cqlLexer lexer = new cqlLexer(CharStreams.INSTANCE.fromString(text));
        lexer.removeErrorListeners();
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        cqlParser parser = new cqlParser(tokens);
        parser.setBuildParseTree(true);
        parser.removeErrorListeners();
        cqlParser.LibraryContext tree = parser.library();
        CqlPreprocessor declarations = new CqlPreprocessor(builder, tokens);
        try {
            declarations.visit(tree);
            new Cql2ElmVisitor(builder, tokens, declarations.getLibraryInfo()).visit(tree);
        } catch (RuntimeException e) {
            // The check of the text tells what is wrong with it; here counts what was understood before.
        }
        List<TypedExpression> expressions = new ArrayList<>();
        List<Integer> lines = lineStarts(text);
        kept.made().forEach(each -> add(each, lines, expressions));
        return new TypedText(builder, expressions);
    }

    private static List<Integer> lineStarts(String text) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            starts.add(i + 1);
        }
        return starts;
    }

    private static void add(Expression expression, List<Integer> lines, List<TypedExpression> expressions) {
        DataType type = Trackable.INSTANCE.getResultType(expression);
        String locator = expression.getLocator();
        if (type != null && locator != null) {
            String[] ends = locator.split("-", -1);
            expressions.add(new TypedExpression(
                    index(ends[0], lines),
                    index(ends[ends.length - 1], lines) + 1,
                    locator,
                    expression.getClass().getSimpleName(),
                    type));
        }
    }

    /** @param place such as {@code 12:5} */
    private static int index(String place, List<Integer> lines) {
        String[] numbers = place.split(":", -1);
        return lines.get(Integer.parseInt(numbers[0]) - 1) + Integer.parseInt(numbers[1]) - 1;
    }

    /**
     * The elements of an expression, by name; empty when the translator knows none there.
     *
     * @param from index of its first character, or one before
     * @param to index behind its last character
     */
    public List<Property> properties(int from, int to) {
        Map<String, DataType> elements = new LinkedHashMap<>();
        expressions.stream()
                .filter(each -> each.from() >= from && each.to() == to)
                .max(Comparator.comparingInt(TypedExpression::length))
                .ifPresent(each -> addElements(each.type(), elements));
        return elements.entrySet().stream()
                .map(each -> new Property(each.getKey(), text(each.getValue())))
                .sorted(Comparator.comparing(Property::name))
                .toList();
    }

    private static void addElements(@Nullable DataType type, Map<String, DataType> elements) {
        if (type instanceof ClassType model) {
            model.getAllElements().forEach(each -> elements.putIfAbsent(each.getName(), each.getType()));
        } else if (type instanceof TupleType tuple) {
            tuple.getElements().forEach(each -> elements.putIfAbsent(each.getName(), each.getType()));
        } else if (type instanceof IntervalType interval) {
            elements.putIfAbsent("low", interval.getPointType());
            elements.putIfAbsent("high", interval.getPointType());
        } else if (type instanceof ChoiceType choice) {
            choice.getTypes().forEach(each -> addElements(each, elements));
        } else if (type instanceof ListType list) {
            // Of a list CQL reads the elements of its members.
            Map<String, DataType> ofMembers = new LinkedHashMap<>();
            addElements(list.getElementType(), ofMembers);
            ofMembers.forEach(
                    (name, each) -> elements.putIfAbsent(name, each instanceof ListType ? each : new ListType(each)));
        }
    }

    /** The innermost expression that has the character at an index. */
    public Optional<Typed> at(int index) {
        return expressions.stream()
                .filter(each -> each.from() <= index && index < each.to())
                .min(Comparator.comparingInt(TypedExpression::length))
                .map(each -> new Typed(each.from(), each.to(), each.locator(), each.kind(), text(each.type())));
    }

    private String text(DataType type) {
        return CqlTypes.of(builder.dataTypeToTypeSpecifier(type));
    }
}
