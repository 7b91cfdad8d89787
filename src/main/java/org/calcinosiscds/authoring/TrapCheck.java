package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Add;
import org.hl7.elm.r1.AliasedQuerySource;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.CaseItem;
import org.hl7.elm.r1.Concatenate;
import org.hl7.elm.r1.Divide;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Equal;
import org.hl7.elm.r1.Equivalent;
import org.hl7.elm.r1.Exists;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.First;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Greater;
import org.hl7.elm.r1.GreaterOrEqual;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Last;
import org.hl7.elm.r1.Less;
import org.hl7.elm.r1.LessOrEqual;
import org.hl7.elm.r1.LetClause;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Multiply;
import org.hl7.elm.r1.Now;
import org.hl7.elm.r1.Or;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.Subtract;
import org.hl7.elm.r1.TimeOfDay;
import org.hl7.elm.r1.ToQuantity;
import org.hl7.elm.r1.Today;
import org.jspecify.annotations.Nullable;

/** Finds expressions that translate and do not say what their author means: see the pages CDS051 to CDS056, CDS058, CDS063 and CDS064. */
final class TrapCheck extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    private static final List<Class<?>> COMPARISONS =
            List.of(Less.class, LessOrEqual.class, Greater.class, GreaterOrEqual.class, Equal.class, Equivalent.class);
    private static final List<Class<?>> ARITHMETIC = List.of(Add.class, Subtract.class, Multiply.class, Divide.class);

    private final Definitions definitions;
    private final QuantityUnits units;
    private final ListTraits lists;
    private final UnknownArguments arguments;
    private final List<Finding> findings;

    /** Conditions that the visited expression depends on, and what uses it; innermost last. */
    private final List<Expression> guards = new ArrayList<>();

    private final List<Expression> users = new ArrayList<>();

    /** Types of the elements of query sources. */
    private final Map<String, String> aliases = new HashMap<>();

    private String define = "";

    private TrapCheck(Definitions definitions, QuantityUnits units, List<Finding> findings) {
        this.definitions = definitions;
        this.units = units;
        this.lists = new ListTraits(definitions);
        this.arguments = new UnknownArguments(definitions);
        this.findings = findings;
    }

    /**
     * Only of content that can be translated: ELM with errors lacks parts.
     *
     * @param known by library, what was found in an earlier check; empty before the first
     */
    static void run(
            TranslationCheck translation,
            Definitions definitions,
            LibraryResults<List<Finding>> known,
            List<Finding> findings) {
        QuantityUnits units = new QuantityUnits(
                definitions, translation.translator().libraries().getUcumService());
        DurationCheck durations = new DurationCheck(definitions, units);
        List<Library> libraries = translation.libraries().keySet().stream()
                .filter(name -> !name.equals(TranslationCheck.FHIR_HELPERS))
                .flatMap(name -> definitions.library(name).stream())
                .toList();
        libraries.forEach(library ->
                findings.addAll(known.of(Definitions.name(library), definitions.withIncluded(library), () -> {
                    List<Finding> found = new ArrayList<>();
                    new TrapCheck(definitions, units, found).visit(library);
                    durations.check(library, found);
                    return found;
                })));
        UnitCheck.run(libraries, definitions, units, findings);
    }

    private void visit(Library library) {
        LibraryResolver.definitions(library).forEach(each -> {
            define = String.valueOf(each.getName());
            visitExpressionDef(each, library);
        });
    }

    @Override
    public @Nullable Void visitExpression(Expression expression, Library library) {
        check(expression, library);
        users.add(expression);
        super.visitExpression(expression, library);
        users.remove(users.size() - 1);
        return null;
    }

    private void check(Expression expression, Library library) {
        if (expression instanceof Now || expression instanceof Today || expression instanceof TimeOfDay) {
            add(expression, library, "CDS054", "the clock of the machine is read; tomorrow the answer is another.");
        } else if ((expression instanceof First || expression instanceof Last)
                && lists.isUnsorted(source(expression), library)) {
            add(
                    expression,
                    library,
                    "CDS053",
                    expression.getClass().getSimpleName() + " of a list that is not sorted: any element can come.");
        } else if (expression instanceof Exists exists && lists.isNeverEmpty(exists.getOperand(), library)) {
            add(expression, library, "CDS056", "the list is never empty, so this is always true.");
        } else if (expression instanceof ToQuantity conversion) {
            Expression user = users.isEmpty() ? null : users.get(users.size() - 1);
            PlainNumber.of(conversion, user, definitions, library, define)
                    .ifPresent(found -> add(
                            found.number(),
                            found.library(),
                            "CDS058",
                            found.define(),
                            "a number is taken as a quantity without a unit, which fits no value that has one."));
        } else if (expression instanceof FunctionRef call) {
            arguments.in(call, library).ifPresent(found -> add(found.name(), library, "CDS063", found.message()));
        } else if (expression instanceof BinaryExpression both) {
            checkOperands(both, library);
        } else if (expression instanceof Concatenate text && users.stream().noneMatch(NullParts::isHandledBy)) {
            new NullParts(definitions, library, guards)
                    .of(text)
                    .forEach(part -> add(
                            part, library, "CDS055", "this part of a text can be null, and then the whole text is."));
        }
    }

    private static @Nullable Expression source(Expression end) {
        return end instanceof First first ? first.getSource() : ((Last) end).getSource();
    }

    private void checkOperands(BinaryExpression both, Library library) {
        if (DateComparisons.isUncertain(both)) {
            add(
                    both,
                    library,
                    "CDS064",
                    "a date is compared with a moment: null on the same day. Compare days, such as \"same day or before\".");
        }
        if (!COMPARISONS.contains(both.getClass()) && !ARITHMETIC.contains(both.getClass())) {
            return;
        }
        both.getOperand().forEach(operand -> {
            // Zero is the same in every unit, and a condition that reads the unit has checked it.
            if (both.getOperand().stream().noneMatch(QuantityNumbers::isZero)
                    && QuantityNumbers.isNumberWithoutUnit(operand, aliases, units, library)
                    && guards.stream().noneMatch(TrapCheck::readsUnit)) {
                add(
                        QuantityNumbers.written(operand),
                        library,
                        "CDS052",
                        "the number of a quantity is used without its unit.");
            }
        });
    }

    private static boolean readsUnit(Expression guard) {
        boolean[] isRead = {false};
        ElmWalk.of(
                guard,
                new Library(),
                each -> isRead[0] |= each instanceof Property property && "unit".equals(property.getPath()));
        return isRead[0];
    }

    @Override
    public @Nullable Void visitIf(If choice, Library library) {
        visitExpression(Objects.requireNonNull(choice.getCondition()), library);
        guards.add(choice.getCondition());
        visitExpression(Objects.requireNonNull(choice.getThen()), library);
        visitExpression(Objects.requireNonNull(choice.getElse()), library);
        guards.remove(guards.size() - 1);
        return null;
    }

    @Override
    public @Nullable Void visitCase(Case choice, Library library) {
        int before = guards.size();
        if (choice.getComparand() != null) {
            visitExpression(choice.getComparand(), library);
            guards.add(choice.getComparand());
        }
        for (CaseItem item : choice.getCaseItem()) {
            visitExpression(Objects.requireNonNull(item.getWhen()), library);
            guards.add(item.getWhen());
            visitExpression(Objects.requireNonNull(item.getThen()), library);
        }
        visitExpression(Objects.requireNonNull(choice.getElse()), library);
        guards.subList(before, guards.size()).clear();
        return null;
    }

    @Override
    public @Nullable Void visitAnd(And and, Library library) {
        return visitGuarded(and, library);
    }

    @Override
    public @Nullable Void visitOr(Or or, Library library) {
        return visitGuarded(or, library);
    }

    private @Nullable Void visitGuarded(BinaryExpression both, Library library) {
        visitExpression(both.getOperand().get(0), library);
        guards.add(both.getOperand().get(0));
        visitExpression(both.getOperand().get(1), library);
        guards.remove(guards.size() - 1);
        return null;
    }

    @Override
    public @Nullable Void visitQuery(Query query, Library library) {
        Map<String, String> outer = new HashMap<>(aliases);
        for (AliasedQuerySource source : query.getSource()) {
            String type = source.getExpression() == null ? "" : CqlTypes.of(source.getExpression());
            aliases.put(String.valueOf(source.getAlias()), type.replaceFirst("^List<(.*)>$", "$1"));
        }
        int before = guards.size();
        query.getLet().stream()
                .map(LetClause::getExpression)
                .filter(Objects::nonNull)
                .forEach(guards::add);
        if (query.getWhere() != null) {
            guards.add(query.getWhere());
        }
        super.visitQuery(query, library);
        guards.subList(before, guards.size()).clear();
        aliases.clear();
        aliases.putAll(outer);
        return null;
    }

    private void add(Element position, Library library, String code, String words) {
        add(position, library, code, define, words);
    }

    private void add(Element position, Library library, String code, String owner, String words) {
        findings.add(Finding.warning(
                "cql/" + Definitions.name(library) + ".cql",
                SourcePosition.of(position),
                code,
                "\"" + owner + "\": " + words));
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }
}
