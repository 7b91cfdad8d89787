package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ListTypeSpecifier;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.TupleElement;
import org.hl7.elm.r1.TupleTypeSpecifier;

/**
 * Whether the tuples of rules have the fields, of the types, that the function {@code "Merged"} takes. The translator says so only where all
 * rules come together, without naming the rule.
 *
 * @param types type of each field as CQL writes it
 */
record RuleShape(Map<String, String> types) {
    private static final String MERGED = "Merged";

    /** A card leaves out a line that is null. */
    private static final Set<String> MAY_BE_NULL = Set.of("why", "caution");

    /** @param merging the library that merges rules; without its function there is nothing to require */
    static RuleShape of(Optional<Library> merging) {
        Map<String, String> types = new LinkedHashMap<>();
        merging.stream()
                .flatMap(library -> LibraryResolver.definitions(library).stream())
                .filter(FunctionDef.class::isInstance)
                .map(FunctionDef.class::cast)
                .filter(function -> MERGED.equals(function.getName()))
                .map(function -> function.getOperand().get(0).getOperandTypeSpecifier())
                .filter(ListTypeSpecifier.class::isInstance)
                .map(list -> ((ListTypeSpecifier) list).getElementType())
                .filter(TupleTypeSpecifier.class::isInstance)
                .flatMap(tuple -> ((TupleTypeSpecifier) tuple).getElement().stream())
                .forEach(
                        element -> types.put(String.valueOf(element.getName()), CqlTypes.of(element.getElementType())));
        return new RuleShape(types);
    }

    List<Finding> check(Library library) {
        List<Finding> findings = new ArrayList<>();
        if (!types.isEmpty()) {
            RuleDefinition.of(library).forEach(rule -> rule.tuples().forEach(tuple -> check(rule, tuple, findings)));
        }
        return findings;
    }

    private void check(RuleDefinition rule, Tuple tuple, List<Finding> findings) {
        String suggested = tuple.getElement().stream()
                .map(element -> String.valueOf(element.getName()))
                .filter(name -> !types.containsKey(name))
                .map(name -> SimilarNames.suggestion(name, types.keySet()))
                .collect(Collectors.joining());
        types.forEach((name, type) -> {
            Optional<Expression> value = RuleDefinition.field(tuple, name);
            if (value.isEmpty() && suggested.contains('"' + name + '"')) {
                return; // It is there under a misspelt name, which is reported below.
            }
            if (value.isEmpty()) {
                add(rule, SourcePosition.of(tuple), "CDS030", name + " is missing.", findings);
            } else if (!MAY_BE_NULL.contains(name) && isNull(value.get(), rule.library())) {
                add(rule, SourcePosition.of(value.get()), "CDS030", name + " is null.", findings);
            } else if (!type.equals(CqlTypes.of(value.get()))) {
                String words = name + " is " + CqlTypes.of(value.get()) + " and must be " + type + ".";
                add(rule, SourcePosition.of(value.get()), "CDS040", words, findings);
            } else {
                nullElements(value.get(), rule.library())
                        .forEach(element ->
                                add(rule, SourcePosition.of(element), "CDS030", name + " holds null.", findings));
            }
        });
        Set<String> seen = new HashSet<>();
        for (TupleElement element : tuple.getElement()) {
            if (!seen.add(String.valueOf(element.getName()))) {
                add(
                        rule,
                        SourcePosition.of(element.getValue()),
                        "CDS040",
                        element.getName() + " stands twice.",
                        findings);
            }
            if (!types.containsKey(String.valueOf(element.getName()))) {
                String words = "there is no field " + element.getName() + "."
                        + SimilarNames.suggestion(String.valueOf(element.getName()), types.keySet());
                add(rule, SourcePosition.of(element.getValue()), "CDS040", words, findings);
            }
        }
    }

    /** In the list that a field is written as; nothing of what a query finds. */
    private static Stream<Expression> nullElements(Expression value, Library library) {
        return RuleDefinition.branches(value, library)
                .filter(org.hl7.elm.r1.List.class::isInstance)
                .flatMap(list -> ((org.hl7.elm.r1.List) list).getElement().stream())
                .flatMap(element -> RuleDefinition.branches(element, library))
                .filter(Null.class::isInstance);
    }

    private static boolean isNull(Expression value, Library library) {
        return RuleDefinition.branches(value, library).allMatch(Null.class::isInstance);
    }

    private static void add(
            RuleDefinition rule, SourcePosition position, String code, String words, List<Finding> findings) {
        findings.add(Finding.error(rule.file(), position, code, "\"" + rule.name() + "\": " + words));
    }
}
