package org.calcinosiscds.cql;

import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.OperandDef;

/** What a library that includes another can see of it: names, types and signatures, nothing of what they do. */
final class ExposedNames {
    private ExposedNames() {}

    /** Equal texts for libraries that look the same from outside. */
    static String of(Library library) {
        StringJoiner names = new StringJoiner("\n");
        names.add(Objects.requireNonNull(library.getIdentifier()) + "");
        for (ExpressionDef define : LibraryResolver.definitions(library)) {
            names.add(define.getName() + " " + define.getAccessLevel() + " " + define.getContext() + " "
                    + operands(define) + CqlTypes.of(define));
        }
        if (library.getParameters() != null) {
            library.getParameters()
                    .getDef()
                    .forEach(each -> names.add(
                            "parameter " + each.getName() + " " + each.getAccessLevel() + " " + CqlTypes.of(each)));
        }
        if (library.getValueSets() != null) {
            library.getValueSets()
                    .getDef()
                    .forEach(each -> names.add("valueset " + each.getName() + " " + each.getId()));
        }
        if (library.getCodeSystems() != null) {
            library.getCodeSystems()
                    .getDef()
                    .forEach(each -> names.add("system " + each.getName() + " " + each.getId()));
        }
        if (library.getCodes() != null) {
            library.getCodes().getDef().forEach(each -> names.add("code " + each.getName() + " " + each.getId()));
        }
        if (library.getConcepts() != null) {
            library.getConcepts().getDef().forEach(each -> names.add("concept " + each.getName()));
        }
        return names.toString();
    }

    private static String operands(ExpressionDef define) {
        if (!(define instanceof FunctionDef function)) {
            return "";
        }
        List<String> types = function.getOperand().stream()
                .map(OperandDef::getOperandTypeSpecifier)
                .map(CqlTypes::of)
                .toList();
        return types + " " + function.isFluent() + " ";
    }
}
