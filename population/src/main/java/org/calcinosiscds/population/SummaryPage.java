package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the summary as a page of its own, without script or network: a table beside each chart, to be read or printed. All
 * words are in {@code summary.html}, whose marks are replaced: <code>{path}</code> by a number, what stands between {@code each} and
 * {@code end} once for each entry, what stands between {@code if} and {@code endif} only where there are entries,
 * or where the summary has the value that is named.
 */
final class SummaryPage {
    private static final Pattern IF =
            Pattern.compile("<!--if ([\\w/]+)(?:=(\\w+))?-->(.*?)<!--endif-->", Pattern.DOTALL);
    private static final Pattern EACH = Pattern.compile("<!--each ([\\w/]+)-->(.*?)<!--end-->", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("\\{([A-Za-z/]+)\\}");
    private static final int BAR = 200;

    private final JsonNode summary;
    private final Map<String, Map<String, String>> displays;
    private final long assessed;

    private SummaryPage(JsonNode summary, Map<String, Map<String, String>> displays) {
        this.summary = summary;
        this.displays = displays;
        this.assessed = summary.path("patients").path("assessed").asLong();
    }

    /**
     * The page as XHTML.
     *
     * @param summary as in {@code summary.json}
     * @param displays of codes, by the name of the counts in the summary: {@code rules}, {@code tiers}, {@code reasons}, {@code problems},
     *     {@code urgency}
     * @param asOf moment of the assessment
     * @param version of the knowledge
     * @param seconds that the run took
     */
    static String of(
            JsonNode summary, Map<String, Map<String, String>> displays, String asOf, String version, double seconds) {
        SummaryPage page = new SummaryPage(summary, displays);
        String tables = replaced(
                EACH,
                replaced(IF, template(), part -> page.isShown(part.group(1), part.group(2)) ? part.group(3) : ""),
                page::rows);
        Map<String, String> ofTheRun =
                Map.of("asOf", text(asOf), "version", text(version), "seconds", String.valueOf(Math.round(seconds)));
        return replaced(
                MARK,
                tables,
                // Braces of the style sheet hold blanks and are no marks.
                mark -> ofTheRun.getOrDefault(
                        mark.group(1), String.valueOf(page.at(mark.group(1)).asLong())));
    }

    private static String template() {
        try (InputStream file = SummaryPage.class.getResourceAsStream("summary.html")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(by.apply(match)));
    }

    private JsonNode at(String path) {
        return summary.at("/" + path);
    }

    /** @param value which the summary has there; null for any entries */
    private boolean isShown(String path, @Nullable String value) {
        return value == null ? !at(path).isEmpty() : at(path).asText().equals(value);
    }

    private String rows(MatchResult each) {
        Map<String, JsonNode> entries = new TreeMap<>();
        at(each.group(1)).properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        long most = entries.values().stream().mapToLong(JsonNode::asLong).max().orElse(1);
        String name = each.group(1).replaceFirst(".*/", "");
        StringBuilder rows = new StringBuilder();
        entries.forEach((code, value) -> {
            Map<String, String> cells = cells(value, most);
            cells.put("code", text(code));
            cells.put("meaning", text(displays.getOrDefault(name, Map.of()).getOrDefault(code, "")));
            rows.append(replaced(MARK, each.group(2), mark -> cells.getOrDefault(mark.group(1), "")));
        });
        return rows.toString();
    }

    /** What the marks of a row stand for. @param value a number, or numbers by name */
    private Map<String, String> cells(JsonNode value, long most) {
        Map<String, String> cells = new HashMap<>();
        value.properties()
                .forEach(number -> cells.put(number.getKey(), number.getValue().asText()));
        boolean isOfGroup = value.has("withRules");
        long part = isOfGroup ? value.path("withRules").asLong() : value.asLong();
        long whole = isOfGroup ? value.path("assessed").asLong() : assessed;
        cells.put("number", String.valueOf(part));
        cells.put("share", String.format(Locale.ROOT, "%.1f", 100.0 * part / Math.max(1, whole)));
        cells.put("bar", bar(part, Math.max(1, isOfGroup ? whole : most)));
        return cells;
    }

    /** The table says the same in numbers, so that a reader of the page aloud passes over the bar. */
    private static String bar(long number, long most) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + BAR
                + "\" height=\"12\" aria-hidden=\"true\"><rect width=\"" + Math.round((double) BAR * number / most)
                + "\" height=\"12\" class=\"bar\"/></svg>";
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("{", "&#123;");
    }
}
