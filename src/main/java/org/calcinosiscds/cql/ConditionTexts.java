package org.calcinosiscds.cql;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Not;
import org.jspecify.annotations.Nullable;

/** The CQL that expressions were translated from, by their locators. Shared by all threads. */
final class ConditionTexts {
    private final Map<String, String> cql;
    private final Map<String, List<String>> lines = new ConcurrentHashMap<>();

    /** By library and locator; the locators of conditions are few. */
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /** @param cql of each library, by name */
    ConditionTexts(Map<String, String> cql) {
        this.cql = cql;
    }

    /** In one line; empty when the locator names no position. */
    String text(Library library, @Nullable String locator) {
        String name = name(library);
        return locator == null || !cql.containsKey(name)
                ? ""
                : texts.computeIfAbsent(name + ' ' + locator, key -> text(name, position(locator)));
    }

    private String text(String library, int[] position) {
        if (position[0] == 0) {
            return "";
        }
        List<String> all = lines.computeIfAbsent(
                library, key -> Objects.requireNonNull(cql.get(key)).lines().toList());
        StringBuilder text = new StringBuilder();
        for (int line = position[0]; line <= Math.min(position[2], all.size()); line++) {
            String each = all.get(line - 1);
            int end = line == position[2] ? Math.min(position[3], each.length()) : each.length();
            text.append(each, line == position[0] ? Math.min(position[1] - 1, end) : 0, end)
                    .append(' ');
        }
        // The position of a condition that is all of a where is that of its clause.
        return text.toString().replaceAll("\\s+", " ").strip().replaceFirst("^where ", "");
    }

    /** Whether a negation is written as one; of {@code !=} and {@code is not null} what is negated has the text of the whole. */
    boolean isWritten(Not not, Library library) {
        String negated = text(library, Objects.requireNonNull(not.getOperand()).getLocator());
        return !negated.isEmpty() && !negated.equals(text(library, not.getLocator()));
    }

    /** First line of a locator, from 1; 0 when it names none. */
    static int line(@Nullable String locator) {
        int colon = locator == null ? -1 : locator.indexOf(':');
        return locator == null || colon < 0 ? 0 : Integer.parseInt(locator, 0, colon, 10);
    }

    static String name(Library library) {
        return String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId());
    }

    /** First line and column and last line and column, from 1; zeros when the locator names none. */
    private static int[] position(String locator) {
        int[] position = new int[4];
        String[] numbers = locator.split("[:-]", -1);
        for (int i = 0; i < position.length && numbers.length >= 2; i++) {
            position[i] = Integer.parseInt(numbers[i < numbers.length ? i : i - 2]);
        }
        return position;
    }
}
