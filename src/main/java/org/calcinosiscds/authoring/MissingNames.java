package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.calcinosiscds.outcome.SimilarNames;

/** Tells a name that is misspelt where it is used from one that is missing where it should be declared. */
final class MissingNames {
    private final Map<String, CqlText> libraries;

    MissingNames(Map<String, CqlText> libraries) {
        this.libraries = libraries;
    }

    /** The library that should declare a name: the one that the message names, else that of the message. */
    CqlText owner(CqlText library, Matcher unknown) {
        return unknown.group(2) == null ? library : libraries.getOrDefault(unknown.group(2), library);
    }

    /** The finding at a use. */
    Finding atUse(CqlText library, SourcePosition position, String define, Matcher unknown) {
        String name = unknown.group(1);
        String where = unknown.group(2) == null ? "in this library" : "in " + unknown.group(2);
        return Finding.error(
                library.file(),
                position,
                "CDS012",
                "\"" + define + "\": there is no \"" + name + "\" " + where + "."
                        + SimilarNames.suggestion(name, owner(library, unknown).vocabulary()));
    }

    /**
     * The finding in the library that should declare a name that several definitions use; the same finding where the name is probably
     * misspelt: only one uses it, or a similar one is used elsewhere.
     *
     * @param name that {@code owner} does not declare
     * @param first finding at the first use
     */
    Finding atCause(String owner, String name, Finding first) {
        CqlText library = libraries.get(owner);
        if (library == null) {
            return first;
        }
        Optional<String> similar = SimilarNames.nearest(name, library.vocabulary());
        int uses = uses(owner, name);
        if (uses < 2 || similar.filter(each -> uses(owner, each) > 0).isPresent()) {
            return first;
        }
        String words = "There is no \"" + name + "\" in this library, which " + uses + " definitions use; first "
                + first.file() + " line " + first.line() + "." + SimilarNames.suggestion(name, library.vocabulary());
        return Finding.error(library.file(), library.declaration(), "CDS012", words)
                .with(first.consequences() + 1);
    }

    /** How many definitions name it. */
    private int uses(String owner, String name) {
        List<String> named = List.of(owner, name);
        return libraries.values().stream()
                .filter(library -> library.text().contains(name))
                .mapToInt(library -> (int) library.names().keySet().stream()
                        .filter(define -> library.named(define).contains(named))
                        .count())
                .sum();
    }
}
