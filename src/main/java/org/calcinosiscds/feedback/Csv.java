package org.calcinosiscds.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tables for a spreadsheet. */
public final class Csv {
    private static final String END = "\r\n";
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);
    private static final Pattern TO_QUOTE = Pattern.compile("[\",\r\n]");

    private Csv() {}

    /** A line for each rule ({@code reason} is {@code all}), and one for each reason of it. */
    public static String of(FeedbackReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("rule,reason,shown,accepted,overridden,unanswered,acceptance_rate,override_rate,reason_rate");
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
                .collect(Collectors.joining(END, "happened,rules,reason,comment" + END, END));
    }

    private static String line(Object... cells) {
        return Arrays.stream(cells).map(cell -> cell(cell.toString())).collect(Collectors.joining(","));
    }

    /** Spreadsheets run what begins like a formula, so that gets an apostrophe before it. */
    private static String cell(String text) {
        String inert = FORMULA.matcher(text).matches() ? "'" + text : text;
        return TO_QUOTE.matcher(inert).find() ? '"' + inert.replace("\"", "\"\"") + '"' : inert;
    }
}
