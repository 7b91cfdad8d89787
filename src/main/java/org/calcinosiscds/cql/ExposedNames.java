package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.OperandDef;
import org.jspecify.annotations.Nullable;

/**
 * What a library that includes another can see of it: names, types and signatures, nothing of what they do.
 *
 * @param library id and version
 * @param names all, or those that a text can mean
 */
record ExposedNames(String library, List<Name> names) {
    static final ExposedNames NONE = new ExposedNames("", List.of());

    /** Names that the translator uses in a library whose text does not name them. */
    private static final String CONVERSIONS = "FHIRHelpers";

    /** As a name stands in a text, whichever way it is quoted. */
    private static final Pattern PLAIN = Pattern.compile("[^\"`\\\\]+");

    /** @param signature kind, access level and type */
    record Name(String name, String signature) {}

    /** Equal for libraries that look the same from outside. */
    static ExposedNames of(Library library) {
        List<Name> names = new ArrayList<>();
        for (ExpressionDef define : LibraryResolver.definitions(library)) {
            add(
                    names,
                    define.getName(),
                    define.getAccessLevel() + " " + define.getContext() + " " + operands(define) + CqlTypes.of(define));
        }
        if (library.getParameters() != null) {
            library.getParameters()
                    .getDef()
                    .forEach(each ->
                            add(names, each.getName(), "parameter " + each.getAccessLevel() + " " + CqlTypes.of(each)));
        }
        if (library.getValueSets() != null) {
            library.getValueSets().getDef().forEach(each -> add(names, each.getName(), "valueset " + each.getId()));
        }
        if (library.getCodeSystems() != null) {
            library.getCodeSystems().getDef().forEach(each -> add(names, each.getName(), "system " + each.getId()));
        }
        if (library.getCodes() != null) {
            library.getCodes().getDef().forEach(each -> add(names, each.getName(), "code " + each.getId()));
        }
        if (library.getConcepts() != null) {
            library.getConcepts().getDef().forEach(each -> add(names, each.getName(), "concept"));
        }
        return new ExposedNames(Objects.requireNonNull(library.getIdentifier()) + "", List.copyOf(names));
    }

    /** What of it can decide the translation of a text: a name that is not in the text does not. */
    ExposedNames seenBy(String source) {
        // A letter of a name may be written as an escape.
        return library.contains(CONVERSIONS) || source.contains("\\u")
                ? this
                : new ExposedNames(
                        library,
                        names.stream()
                                .filter(each -> !PLAIN.matcher(each.name()).matches() || source.contains(each.name()))
                                .toList());
    }

    private static void add(List<Name> names, @Nullable String name, String signature) {
        names.add(new Name(String.valueOf(name), signature));
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
