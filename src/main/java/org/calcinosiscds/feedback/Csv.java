package org.calcinosiscds.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tables for a spreadsheet. */
public final class Csv {
    private static final String END = "\r\n";
    private static final Pattern FORMULA = Pattern.compile("[\\s\\p{Z}]*[=+\\-@＝＋－＠\t\r].*", Pattern.DOTALL);

    /** Such as directions of writing and characters without width, which would show a cell otherwise than it is. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}|[\\p{Cc}&&[^\t\r\n]]");

    private Csv() {}

    /** A line for each rule ({@code reason} is {@code all}), and one for each reason of it. */
    public static String of(FeedbackReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "rule",
                "reason",
                "shown",
                "accepted",
                "overridden",
                "unanswered",
                "acceptance_rate",
                "override_rate",
                "reason_rate"));
        for (FeedbackReport.Rule rule : report.rules()) {
            lines.add(line(
                    rule.rule(),
                    "all",
                    rule.shown(),
                    rule.accepted(),
                    rule.overridden(),
                    rule.unanswered(),
                    rule.acceptanceRate(),
                    rule.overrideRate(),
                    ""));
            for (FeedbackReport.Reason reason : rule.reasons()) {
                lines.add(line(rule.rule(), reason.reason(), "", "", reason.cards(), "", "", "", reason.rate()));
            }
        }
        return String.join(END, lines) + END;
    }

    public static String of(List<Comments.Comment> comments) {
        return comments.stream()
                .map(each -> line(each.happened(), each.rules(), each.reason(), each.comment()))
                .collect(Collectors.joining(END, line("happened", "rules", "reason", "comment") + END, END));
    }

    private static String line(Object... cells) {
        return Arrays.stream(cells).map(cell -> cell(cell.toString())).collect(Collectors.joining(","));
    }

    /** Spreadsheets run what begins like a formula, so that gets an apostrophe before it. Quoted, so that no separator splits it. */
    private static String cell(String text) {
        String visible = INVISIBLE.matcher(text).replaceAll("");
        String inert = FORMULA.matcher(visible).matches() ? "'" + visible : visible;
        return '"' + inert.replace("\"", "\"\"") + '"';
    }
}
