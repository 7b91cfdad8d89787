package org.calcinosiscds.authoring;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.cql.LibraryTranslator;
import org.calcinosiscds.cql.TranslatorMessage;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.FunctionDef;

/** A define of a number that others use as if it were a quantity: they read a member of it. */
final class PlainDefine {
    private static final Pattern MEMBER = Pattern.compile("Member (\\w+) not found for type (System\\.\\w+)\\.");

    private PlainDefine() {}

    /**
     * What such a define is reported about: its library, "plain" and its name.
     *
     * @param named what the define with the error names: library and name
     */
    static Optional<List<String>> usedIn(
            CqlText library, TranslatorMessage message, List<List<String>> named, LibraryTranslator translator) {
        Matcher member = MEMBER.matcher(message.text());
        if (!member.matches()) {
            return Optional.empty();
        }
        String line = library.text()
                .lines()
                .skip(Math.max(0, message.line() - 1))
                .findFirst()
                .orElse("");
        return named.stream()
                .filter(use -> line.contains("\"" + use.get(1) + "\"." + member.group(1)))
                .filter(use -> translator.library(use.get(0)).stream()
                        .flatMap(owner -> LibraryResolver.definitions(owner).stream())
                        .filter(each ->
                                !(each instanceof FunctionDef) && use.get(1).equals(each.getName()))
                        .anyMatch(each -> member.group(2).equals(CqlTypes.of(each))))
                .sorted(Comparator.comparing(List::toString))
                .map(use -> List.of(use.get(0), "plain", use.get(1)))
                .findFirst();
    }

    /** When several stumble over the same define, the define is wrong. */
    static Finding finding(CqlText owner, String define, Finding first) {
        return Finding.error(
                        owner.file(),
                        new SourcePosition(owner.names().getOrDefault(define, 0), 1),
                        "CDS011",
                        "\"" + define + "\": this is no quantity, and " + first.file() + " and others use it as one.")
                .with(1 + first.consequences());
    }
}
