package org.calcinosiscds.authoring;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Coverage as one HTML page that needs no network and no script: a table, and the CQL of each library with what was not seen marked in
 * colour, by its line and in words.
 */
public final class CoveragePage {
    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
            table { border-collapse: collapse; } td, th { padding: .1rem .8rem .1rem 0; text-align: right; }
            td:first-child, th:first-child { text-align: left; }
            pre { overflow-x: auto; } pre i { font-style: normal; opacity: .6; }
            mark { background: #ffd0d0; color: #000; text-decoration: underline wavy #b00000; }
            mark.half { background: #fff0b8; text-decoration: underline dotted #7a5b00; }
            """;

    private CoveragePage() {}

    /**
     * The page.
     *
     * @param texts CQL by file, such as {@code cql/KidneyRules.cql}
     * @param cases how many cases were run
     */
    public static String of(List<LibraryCoverage> libraries, Map<String, String> texts, int cases) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width\"><title>Coverage of the rules</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Coverage of the rules</h1><p>")
                .append(cases)
                .append(
                        " cases. Marked is what no case evaluates, and each truth value that no case has seen true, or false.</p>")
                .append(
                        "<table><thead><tr><th>library</th><th>definitions</th><th>seen</th><th>%</th></tr></thead><tbody>");
        libraries.forEach(each -> row(each.name(), CoverageTotals.of(List.of(each)), true, page));
        row("all", CoverageTotals.of(libraries), false, page);
        page.append("</tbody></table>\n");
        for (LibraryCoverage library : libraries) {
            page.append("<h2 id=\"")
                    .append(library.name())
                    .append("\">")
                    .append(library.file())
                    .append("</h2>\n<pre>");
            source(library, texts.getOrDefault(library.file(), ""), page);
            page.append("</pre>\n");
        }
        return page.append("</body></html>\n").toString();
    }

    private static void row(String name, CoverageTotals totals, boolean isLink, StringBuilder page) {
        page.append("<tr><td>")
                .append(isLink ? "<a href=\"#" + name + "\">" + name + "</a>" : name)
                .append(String.format(
                        Locale.ROOT,
                        "</td><td>%d of %d</td><td>%d of %d</td><td>%.1f</td></tr>%n",
                        totals.evaluatedDefinitions(),
                        totals.definitions(),
                        totals.seen(),
                        totals.required(),
                        totals.percent()));
    }

    private static void source(LibraryCoverage library, String text, StringBuilder page) {
        List<String> lines = text.lines().toList();
        // The innermost is painted last.
        List<CoveragePoint> points = library.points().stream()
                .sorted(Comparator.comparingLong(CoveragePage::extent).reversed())
                .toList();
        CoveragePoint[][] painted = new CoveragePoint[lines.size()][];
        for (int line = 0; line < painted.length; line++) {
            painted[line] = new CoveragePoint[lines.get(line).length()];
        }
        points.forEach(point -> paint(point, painted));
        for (int line = 0; line < painted.length; line++) {
            page.append(String.format(Locale.ROOT, "<i>%4d</i>  ", line + 1));
            line(lines.get(line), painted[line], page);
            page.append('\n');
        }
    }

    private static long extent(CoveragePoint point) {
        return (point.end().line() - point.start().line()) * 10_000L
                + point.end().column()
                - point.start().column();
    }

    private static void paint(CoveragePoint point, CoveragePoint[][] painted) {
        for (int line = point.start().line(); line <= Math.min(point.end().line(), painted.length); line++) {
            int from = line == point.start().line() ? point.start().column() - 1 : 0;
            int to = line == point.end().line() ? point.end().column() : painted[line - 1].length;
            for (int column = from; column < Math.min(to, painted[line - 1].length); column++) {
                painted[line - 1][column] = point;
            }
        }
    }

    private static void line(String text, CoveragePoint[] painted, StringBuilder page) {
        int start = 0;
        while (start < painted.length) {
            int end = start + 1;
            while (end < painted.length && Objects.equals(painted[end], painted[start])) {
                end++;
            }
            CoveragePoint point = painted[start];
            String part = JunitReport.escaped(text.substring(start, end));
            if (point == null || point.isComplete() || part.isBlank()) {
                page.append(part);
            } else {
                page.append(point.evaluated() > 0 ? "<mark class=\"half\" title=\"" : "<mark title=\"")
                        .append(point.missing())
                        .append("\">")
                        .append(part)
                        .append("</mark>");
            }
            start = end;
        }
    }
}
