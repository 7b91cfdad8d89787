package org.calcinosiscds.authoring.edit;

import java.util.Collection;
import java.util.TreeSet;
import org.calcinosiscds.outcome.SimilarNames;

/** Names that an author gives to what is new. */
final class Names {
    private Names() {}

    /** @throws RefusedEditException when the name is not written as the pattern says */
    static void require(String name, String pattern, String example) {
        if (!name.matches(pattern)) {
            throw new RefusedEditException("'" + name + "' cannot be used: write it like " + example + ".");
        }
    }

    /** @throws RefusedEditException when the name is not among those that are known */
    static void require(String name, Collection<String> known, String where) {
        if (!known.contains(name)) {
            throw new RefusedEditException(
                    "There is no " + name + " in " + where + "." + SimilarNames.suggestion(name, new TreeSet<>(known)));
        }
    }

    /** @throws RefusedEditException when the text has a character that would end the literal or comment that it is written into */
    static void requirePlain(String text, String option) {
        if (text.isBlank() || text.contains("*/") || text.matches("(?s).*['\"\\\\\\p{Cntrl}].*")) {
            throw new RefusedEditException(option + " is to be one line without quotes.");
        }
    }
}
