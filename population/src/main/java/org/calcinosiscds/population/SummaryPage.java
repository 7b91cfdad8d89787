package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The numbers of the summary as a page of its own, without script or network: a table beside each chart, to be read or printed. */
final class SummaryPage {
    private static final int BAR = 200;

    private final StringBuilder page = new StringBuilder();
    private final JsonNode summary;
    private final long assessed;

    private SummaryPage(JsonNode summary) {
        this.summary = summary;
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
        return new SummaryPage(summary).page(displays, asOf, version, seconds);
    }

    private String page(Map<String, Map<String, String>> displays, String asOf, String version, double seconds) {
        page.append(HEAD);
        JsonNode patients = summary.path("patients");
        line("<p>As of %s, knowledge version %s.</p>", text(asOf), text(version));
        line(
                "<p><strong>%d patients</strong> were sent, %d assessed, %d not; %d were assessed without resources that are not understood.</p>",
                patients.path("seen").asLong(),
                assessed,
                patients.path("quarantined").asLong(),
                patients.path("withResourcesLeftOut").asLong());
        JsonNode lines = summary.path("lines");
        line(
                "<p>%d lines were read: %d kept, %d that no answer needs, %d not assessed. The run took %.0f seconds.</p>",
                lines.path("read").asLong(),
                lines.path("kept").asLong(),
                lines.path("filtered").asLong(),
                lines.path("quarantined").asLong(),
                seconds);
        section("tiers", "Calcium-phosphate product by tier", displays);
        section("reasons", "Why the product is not graded", displays);
        section("urgency", "Highest urgency of the recommendations", displays);
        section("rules", "Rules that are true", displays);
        section("problems", "Problems", displays);
        groups("byAge", "By age", "Years");
        groups("bySex", "By sex", "Sex");
        section("quarantinedPatients", "Patients who were not assessed", displays);
        section("quarantinedLines", "Lines that were not assessed", displays);
        page.append("</main></body></html>\n");
        return page.toString();
    }

    private void section(String name, String title, Map<String, Map<String, String>> displays) {
        Map<String, Long> counts = new TreeMap<>();
        summary.path(name)
                .properties()
                .forEach(each -> counts.put(each.getKey(), each.getValue().asLong()));
        if (counts.isEmpty()) {
            return;
        }
        boolean isOfAssessed = !name.startsWith("quarantined");
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
        line(
                "<section><h2>%s</h2><table id=\"%s\"><thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Meaning</th>",
                title, name);
        line(
                "<th scope=\"col\">Number</th>%s<th scope=\"col\">Chart</th></tr></thead><tbody>",
                isOfAssessed ? "<th scope=\"col\">Share of the assessed</th>" : "");
        counts.forEach((code, number) -> {
            line(
                    "<tr><th scope=\"row\">%s</th><td>%s</td><td>%d</td>%s<td>%s</td></tr>",
                    text(code),
                    text(displays.getOrDefault(name, Map.of()).getOrDefault(code, "")),
                    number,
                    isOfAssessed ? "<td>%.1f %%</td>".formatted(100.0 * number / Math.max(1, assessed)) : "",
                    bar(number, most));
        });
        line("</tbody></table></section>");
    }

    private void groups(String name, String title, String column) {
        JsonNode groups = summary.path(name);
        line(
                "<section><h2>%s</h2><table id=\"%s\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">Assessed</th>",
                title, name, column);
        line(
                "<th scope=\"col\">With a rule that is true</th><th scope=\"col\">Share</th><th scope=\"col\">Chart</th></tr></thead><tbody>");
        groups.properties().forEach(group -> {
            long number = group.getValue().path("assessed").asLong();
            long withRules = group.getValue().path("withRules").asLong();
            line(
                    "<tr><th scope=\"row\">%s</th><td>%d</td><td>%d</td><td>%.1f %%</td><td>%s</td></tr>",
                    text(group.getKey()),
                    number,
                    withRules,
                    100.0 * withRules / Math.max(1, number),
                    bar(withRules, Math.max(1, number)));
        });
        line("</tbody></table></section>");
    }

    /** The table says the same in numbers, so that a reader of the page aloud passes over the bar. */
    private static String bar(long number, long most) {
        double width = (double) BAR * number / most;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"12\" aria-hidden=\"true\"><rect width=\"%s\" height=\"12\" class=\"bar\"/></svg>"
                .formatted(BAR, String.valueOf(Math.round(width)));
    }

    private void line(String format, Object... values) {
        page.append(format.formatted(values)).append('\n');
    }

    private static String text(String text) {
        UnaryOperator<String> escaped =
                each -> each.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return escaped.apply(text);
    }

    private static final String HEAD = """
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>Calcinosis CDS: a population</title>
            <style>
            :root { color-scheme: light dark; --text: #1b1b1f; --ground: #ffffff; --line: #767680; --bar: #2f5fa8; }
            @media (prefers-color-scheme: dark) { :root { --text: #e6e6ea; --ground: #17171b; --line: #8a8a94; --bar: #8db4f0; } }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); margin: 0; }
            main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
            section { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
            tbody th { white-space: nowrap; }
            .bar { fill: var(--bar); }
            @media print { :root { --text: #000; --ground: #fff; --bar: #555; } tr { break-inside: avoid; } .bar { print-color-adjust: exact; } }
            </style></head><body><main>
            <h1>Calcinosis CDS: a population</h1>
            """;
}
