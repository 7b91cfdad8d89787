package org.calcinosiscds.authoring;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/**
 * Finds quantities that are compared with those of another dimension, and numbers of quantities with those of another unit: see the pages
 * CDS051 and CDS052. Units are followed through definitions, calls, fields of tuples and queries; a number whose unit is written nowhere has
 * the unit of most of the limits that it is compared with.
 */
final class UnitCheck {
    private final Definitions definitions;
    private final UnitMeetings meetings;
    private final IdentityHashMap<ExpressionDef, UnitVariable> defines = new IdentityHashMap<>();

    /** Empty while a function is being read, which calls itself then. */
    private final IdentityHashMap<FunctionDef, Optional<UnitScheme>> functions = new IdentityHashMap<>();

    private UnitCheck(Definitions definitions, QuantityUnits units) {
        this.definitions = definitions;
        this.meetings = new UnitMeetings(units);
    }

    static void run(List<Library> libraries, Definitions definitions, QuantityUnits units, List<Finding> findings) {
        UnitCheck check = new UnitCheck(definitions, units);
        libraries.forEach(library -> LibraryResolver.definitions(library).forEach(each -> {
            Definitions.Definition definition = new Definitions.Definition(library, each);
            if (each instanceof FunctionDef function) {
                check.scheme(function, definition);
            } else {
                check.variable(definition);
            }
        }));
        findings.addAll(check.meetings.findings());
    }

    private UnitVariable variable(Definitions.Definition define) {
        UnitVariable known = defines.get(define.definition());
        if (known == null) {
            defines.put(define.definition(), UnitVariable.UNKNOWN);
            known = read(define, null);
            defines.put(define.definition(), known);
        }
        return known;
    }

    private Optional<UnitScheme> scheme(FunctionDef function, Definitions.Definition definition) {
        Optional<UnitScheme> known = functions.get(function);
        if (known == null) {
            functions.put(function, Optional.empty());
            Map<String, UnitVariable> operands = new LinkedHashMap<>();
            function.getOperand()
                    .forEach(operand -> operands.put(
                            String.valueOf(operand.getName()),
                            CqlTypes.of(operand.getOperandTypeSpecifier()).contains("FHIR.")
                                    ? UnitVariable.UNKNOWN
                                    : UnitVariable.open(true)));
            UnitVariable result = read(definition, operands);
            known = Optional.of(new UnitScheme(List.copyOf(operands.values()), result));
            functions.put(function, known);
        }
        return known;
    }

    private UnitVariable read(Definitions.Definition definition, @Nullable Map<String, UnitVariable> operands) {
        Expression expression = definition.definition().getExpression();
        Library library = definition.library();
        if (expression == null) {
            return UnitVariable.UNKNOWN;
        }
        return new UnitWalk(
                        meetings,
                        definition,
                        operands,
                        reference -> definitions.of(reference, library).map(this::variable),
                        call -> definitions
                                .of(call, library)
                                .filter(called ->
                                        !TranslationCheck.FHIR_HELPERS.equals(Definitions.name(called.library())))
                                .flatMap(called -> called.definition() instanceof FunctionDef function
                                        ? scheme(function, called)
                                        : Optional.empty()))
                .of(expression);
    }
}
