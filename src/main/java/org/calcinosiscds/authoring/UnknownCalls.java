package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.cql.LibraryTranslator;
import org.calcinosiscds.cql.TranslatorMessage;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.elm.r1.FunctionDef;

/**
 * Tells a function or type that does not exist from one that is called with other arguments than it takes. The translator has the same
 * words for both.
 */
final class UnknownCalls {
    private static final Pattern CALL =
            Pattern.compile("Could not resolve call to operator (.+?) with signature (\\(.*\\))\\.");
    private static final Pattern TYPE = Pattern.compile("Could not resolve type name (\\w+)\\.");

    /** Functions of CQL that are written as calls. */
    private static final Set<String> OF_CQL = Set.of(
            ("Abs AgeInDaysAt AgeInHoursAt AgeInMonthsAt AgeInWeeksAt AgeInYearsAt AllTrue AnyTrue Avg CalculateAgeInDaysAt"
                            + " CalculateAgeInMonthsAt CalculateAgeInYearsAt Ceiling Coalesce Combine Concat ConvertQuantity Count Date"
                            + " DateTime EndsWith Exp First Floor GeometricMean HighBoundary IndexOf Last LastPositionOf Length Ln Log"
                            + " LowBoundary Lower Matches Max Median Message Min Mode PopulationStdDev PopulationVariance PositionOf"
                            + " Power Precision Product ReplaceMatches Round Skip Split SplitOnMatches StartsWith StdDev Substring Sum"
                            + " Tail Take Time ToBoolean ToConcept ToDate ToDateTime ToDecimal ToInteger ToLong ToQuantity ToRatio"
                            + " ToString ToTime Truncate Upper Variance")
                    .split(" "));

    private final Map<String, CqlText> libraries;
    private final LibraryTranslator translator;

    UnknownCalls(Map<String, CqlText> libraries, LibraryTranslator translator) {
        this.libraries = libraries;
        this.translator = translator;
    }

    /**
     * The finding about a message, in words that help more; the same in the translator's words where there are none.
     *
     * @param start of the message, which names the define
     */
    Finding finding(CqlText library, TranslatorMessage message, String start) {
        SourcePosition position = new SourcePosition(message.line(), message.column());
        Matcher type = TYPE.matcher(message.text());
        if (type.matches()) {
            Set<String> types = FhirContext.forR4Cached().getResourceTypes();
            return Finding.error(
                    library.file(),
                    position,
                    "CDS011",
                    start + message.text() + SimilarNames.suggestion(type.group(1), types));
        }
        Matcher call = CALL.matcher(message.text());
        if (!call.matches()) {
            return Finding.error(
                    library.file(), position, message.line() == 0 ? "CDS014" : "CDS011", start + message.text());
        }
        String name = call.group(1);
        CqlText owner = owner(library, position);
        List<String> signatures = signatures(owner, name);
        if (!signatures.isEmpty()) {
            String words = "\"" + name + "\" takes " + String.join(" or ", signatures) + " and is called with "
                    + call.group(2).replace("list<", "List<") + ".";
            return Finding.error(library.file(), position, "CDS011", start + words);
        }
        if (isOperator(library, position, name) || OF_CQL.contains(name)) {
            return Finding.error(library.file(), position, "CDS011", start + message.text());
        }
        Set<String> known = new TreeSet<>(owner.names().keySet());
        if (owner.equals(library)) {
            known.addAll(OF_CQL);
        }
        String where = owner.equals(library) ? "in this library" : "in " + owner.name();
        return Finding.error(
                library.file(),
                position,
                "CDS012",
                start + "there is no function \"" + name + "\" " + where + "." + SimilarNames.suggestion(name, known));
    }

    /** Library and name of a function that a message is about and that does not exist at all. */
    Optional<List<String>> missing(CqlText library, TranslatorMessage message) {
        SourcePosition position = new SourcePosition(message.line(), message.column());
        Matcher call = CALL.matcher(message.text());
        if (!call.matches() || OF_CQL.contains(call.group(1)) || isOperator(library, position, call.group(1))) {
            return Optional.empty();
        }
        CqlText owner = owner(library, position);
        return signatures(owner, call.group(1)).isEmpty() && !owner.names().containsKey(call.group(1))
                ? Optional.of(List.of(owner.name(), call.group(1)))
                : Optional.empty();
    }

    /** Whether the operator is a sign or word, such as {@code >} for Greater, and not a name that is written there. */
    private static boolean isOperator(CqlText library, SourcePosition position, String name) {
        String rest = rest(library, position);
        return !rest.startsWith(name) && !rest.startsWith('"' + name + '"');
    }

    private static String rest(CqlText library, SourcePosition position) {
        String line = library.text()
                .lines()
                .skip(Math.max(0, position.line() - 1))
                .findFirst()
                .orElse("");
        return line.substring(Math.min(line.length(), Math.max(0, position.column() - 1)));
    }

    /** The library whose function is called: that of the alias before the name, else the one that calls. */
    private CqlText owner(CqlText library, SourcePosition position) {
        String line = library.text()
                .lines()
                .skip(Math.max(0, position.line() - 1))
                .findFirst()
                .orElse("");
        Matcher alias = Pattern.compile("(\\w+)\\.$")
                .matcher(line.substring(0, Math.min(line.length(), Math.max(0, position.column() - 1))));
        return !alias.find()
                ? library
                : library.includes().stream()
                        .filter(include -> include.alias().equals(alias.group(1)))
                        .map(include -> libraries.getOrDefault(include.library(), library))
                        .findFirst()
                        .orElse(library);
    }

    private List<String> signatures(CqlText owner, String name) {
        return translator.library(owner.name()).stream()
                .flatMap(library -> LibraryResolver.definitions(library).stream())
                .filter(FunctionDef.class::isInstance)
                .map(FunctionDef.class::cast)
                .filter(function -> name.equals(function.getName()))
                .map(function -> function.getOperand().stream()
                        .map(operand -> CqlTypes.of(operand.getOperandTypeSpecifier()))
                        .collect(Collectors.joining(", ", "(", ")")))
                .distinct()
                .toList();
    }
}
