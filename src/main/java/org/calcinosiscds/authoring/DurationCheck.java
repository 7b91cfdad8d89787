package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<FunctionDef, Set<String>> times = new HashMap<>();

    private DurationCheck(Definitions definitions, QuantityUnits units) {
        this.definitions = definitions;
        this.units = units;
    }

    /** Of all definitions of the libraries. */
    static void run(List<Library> libraries, Definitions definitions, QuantityUnits units, List<Finding> findings) {
        DurationCheck check = new DurationCheck(definitions, units);
        while (libraries.stream().map(check::learn).reduce(false, Boolean::logicalOr)) {
            // A function that passes its operand on needs a time as the one that it calls does.
        }
        libraries.forEach(library -> LibraryResolver.definitions(library)
                .forEach(each -> check.durations(each, library)
                        .forEach(duration -> check.judge(duration, each, library, findings))));
    }

    private boolean learn(Library library) {
        boolean isNew = false;
        for (ExpressionDef each : LibraryResolver.definitions(library)) {
            if (each instanceof FunctionDef function) {
                for (Expression duration : durations(function, library)) {
                    isNew |= duration instanceof OperandRef operand
                            && times.computeIfAbsent(function, key -> new HashSet<>())
                                    .add(String.valueOf(operand.getName()));
                }
            }
        }
        return isNew;
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
        @Nullable
        FunctionDef function = definitions
                .of(call, library)
                .map(found -> found.definition() instanceof FunctionDef called ? called : null)
                .orElse(null);
        List<Expression> taken = new ArrayList<>();
        for (int i = 0; function != null && i < call.getOperand().size(); i++) {
            if (times.getOrDefault(function, Set.of())
                    .contains(String.valueOf(function.getOperand().get(i).getName()))) {
                taken.add(call.getOperand().get(i));
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
