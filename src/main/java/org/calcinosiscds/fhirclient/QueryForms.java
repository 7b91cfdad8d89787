package org.calcinosiscds.fhirclient;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.calcinosiscds.client.FhirServer;

/**
 * Forms of one search, from the richest that a server is known to support to the plainest. Each finds at least what the query finds, so
 * that a server that refuses a parameter can be asked without it.
 */
final class QueryForms {
    private QueryForms() {}

    /** @param query relative to the base URL, such as {@code Condition?patient=p1&_count=1000}; a read has one form */
    static List<String> of(String query, FhirServer server, ServerProfile profile) {
        int mark = query.indexOf('?');
        if (mark < 0) {
            return List.of(query);
        }
        String type = query.substring(0, mark);
        String whole =
                server.pageSize() == 0 ? query : query.replaceFirst("_count=\\d+", "_count=" + server.pageSize());
        Predicate<String> isUnsupported = parameter -> !parameter.startsWith("patient=")
                && (!profile.supports(type, parameter)
                        || server.lacksParameter(type, parameter.replaceFirst("=.*", "")));
        String supported = without(whole, mark, isUnsupported);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(supported);
        forms.add(without(supported, mark, parameter -> parameter.startsWith("_include=")));
        forms.add(without(supported, mark, parameter -> parameter.startsWith("_")));
        forms.add(without(supported, mark, parameter -> !parameter.startsWith("patient=")));
        // A server may support more than it lists, and refuse to search without it.
        forms.add(whole);
        return List.copyOf(forms);
    }

    private static String without(String query, int mark, Predicate<String> unwanted) {
        return query.substring(0, mark + 1)
                + Arrays.stream(query.substring(mark + 1).split("&"))
                        .filter(unwanted.negate())
                        .collect(Collectors.joining("&"));
    }
}
