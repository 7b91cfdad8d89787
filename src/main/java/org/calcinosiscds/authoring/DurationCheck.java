package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.Add;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.Subtract;
import org.jspecify.annotations.Nullable;

/**
 * Finds quantities that are no time where one is added to a date or taken from it, here or in a function that is called: see the page
 * CDS059.
 */
final class DurationCheck {
    private static final Set<String> DATES = Set.of("System.Date", "System.DateTime", "System.Time");

    private final Definitions definitions;
    private final QuantityUnits units;

    /** Names of the operands of functions that are used as a time. */
    private final IdentityHashMap<FunctionDef, Set<String>> times = new IdentityHashMap<>();

    DurationCheck(Definitions definitions, QuantityUnits units) {
        this.definitions = definitions;
        this.units = units;
    }

    void check(Library library, List<Finding> findings) {
        LibraryResolver.definitions(library)
                .forEach(
                        each -> durations(each, library).forEach(duration -> judge(duration, each, library, findings)));
    }

    /** A function that passes its operand on needs a time as the one that it calls does. */
    private Set<String> times(FunctionDef function, Library library) {
        Set<String> known = times.get(function);
        if (known == null) {
            // Empty while the function is being read, which calls itself then.
            times.put(function, Set.of());
            known = durations(function, library).stream()
                    .filter(OperandRef.class::isInstance)
                    .map(operand -> String.valueOf(((OperandRef) operand).getName()))
                    .collect(Collectors.toSet());
            times.put(function, known);
        }
        return known;
    }

    /** What is used as a time in a definition. */
    private List<Expression> durations(ExpressionDef definition, Library library) {
        List<Expression> found = new ArrayList<>();
        ElmWalk.of(definition, library, each -> {
            if (each instanceof Add || each instanceof Subtract) {
                List<Expression> operands = ((BinaryExpression) each).getOperand();
                if (DATES.contains(CqlTypes.of(operands.get(0)))) {
                    found.add(operands.get(1));
                }
            } else if (each instanceof FunctionRef call) {
                found.addAll(operandsTakenAsTime(call, library));
            }
        });
        return found;
    }

    private List<Expression> operandsTakenAsTime(FunctionRef call, Library library) {
        Definitions.@Nullable Definition called = definitions.of(call, library).orElse(null);
        List<Expression> taken = new ArrayList<>();
        if (called != null && called.definition() instanceof FunctionDef function) {
            Set<String> names = times(function, called.library());
            for (int i = 0; i < call.getOperand().size(); i++) {
                if (names.contains(String.valueOf(function.getOperand().get(i).getName()))) {
                    taken.add(call.getOperand().get(i));
                }
            }
        }
        return taken;
    }

    private void judge(Expression duration, ExpressionDef definition, Library library, List<Finding> findings) {
        units.of(duration, library)
                .filter(unit -> !units.areComparable(unit, "d"))
                .ifPresent(unit -> findings.add(Finding.error(
                        "cql/" + Definitions.name(library) + ".cql",
                        SourcePosition.of(duration),
                        "CDS059",
                        "\"" + definition.getName() + "\": a time is needed here, such as 90 days, and this is in "
                                + unit + ".")));
    }
}
