package org.calcinosiscds.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Cards of CDS Hooks as text for a terminal. Control characters are left out: what a service sends must not steer the terminal. */
final class CardText {
    private static final int WIDTH = 78;

    private CardText() {}

    /** The lines of a card: indicator, summary, detail, suggestions, links, source. */
    static List<String> of(JsonNode card) {
        List<String> lines = new ArrayList<>();
        String indicator = plain(card.path("indicator").asString("")).toUpperCase(Locale.ROOT);
        lines.add("+-- " + indicator + " " + "-".repeat(Math.max(WIDTH - indicator.length() - 3, 0)));
        add(lines, "", card.path("summary").asString(""));
        String detail = card.path("detail").asString("").replace("**", "");
        if (!detail.isBlank()) {
            lines.add("|");
            detail.lines().forEach(line -> add(lines, line.startsWith("- ") ? "  " : "", line));
        }
        if (!card.path("suggestions").isEmpty()) {
            lines.add("|");
            card.path("suggestions").forEach(suggestion -> {
                add(lines, "    ", "[ ] " + suggestion.path("label").asString(""));
                suggestion
                        .path("actions")
                        .forEach(action -> add(
                                lines,
                                "      ",
                                "    " + action.path("type").asString("") + ": "
                                        + action.path("description").asString("")));
            });
        }
        lines.add("|");
        card.path("links").forEach(link -> add(lines, "  ", named(link)));
        add(lines, "  ", "Source: " + named(card.path("source")));
        lines.add("+" + "-".repeat(WIDTH + 1));
        return lines;
    }

    private static String named(JsonNode link) {
        String url = link.path("url").asString("");
        return link.path("label").asString("") + (url.isEmpty() ? "" : " <" + url + ">");
    }

    /** Wraps a line at blanks; a word that is longer than a line stands alone and whole. */
    private static void add(List<String> lines, String indentOfRest, String text) {
        String left = plain(text).stripTrailing();
        String indent = "";
        while (indent.length() + left.length() > WIDTH) {
            int blank = left.lastIndexOf(' ', WIDTH - indent.length());
            if (blank <= 0 || left.substring(0, blank).isBlank()) {
                blank = left.indexOf(' ', WIDTH - indent.length());
            }
            if (blank < 0) {
                break;
            }
            lines.add("| " + indent + left.substring(0, blank));
            left = left.substring(blank + 1);
            indent = indentOfRest;
        }
        lines.add(("| " + indent + left).stripTrailing());
    }

    /** The same without control characters. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "");
    }
}
