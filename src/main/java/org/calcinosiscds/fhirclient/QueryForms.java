package org.calcinosiscds.fhirclient;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Forms of one search, from the one that is wanted to the plainest. Each finds at least what the one before it finds, so that a server
 * that refuses a parameter can be asked without it.
 */
final class QueryForms {
    private QueryForms() {}

    /** @param query relative to the base URL, such as {@code Condition?patient=p1&_count=1000}; a read has one form */
    static List<String> of(String query) {
        int mark = query.indexOf('?');
        if (mark < 0) {
            return List.of(query);
        }
        Set<String> forms = new LinkedHashSet<>();
        forms.add(query);
        forms.add(without(query, mark, parameter -> parameter.startsWith("_include=")));
        forms.add(without(query, mark, parameter -> parameter.startsWith("_")));
        forms.add(without(query, mark, parameter -> !parameter.startsWith("patient=")));
        return List.copyOf(forms);
    }

    private static String without(String query, int mark, Predicate<String> unwanted) {
        return query.substring(0, mark + 1)
                + Arrays.stream(query.substring(mark + 1).split("&"))
                        .filter(unwanted.negate())
                        .collect(Collectors.joining("&"));
    }
}
