package org.calcinosiscds.authoring.edit;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.content.JsonFile;
import org.calcinosiscds.cql.ContentLibraries;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A problem, and so a card, that content is to have. It comes after every other problem.
 *
 * @param id such as {@code HYPOPHOSPHATASIA}
 * @param hooks whose plans get the card
 */
public record NewProblem(String id, String title, List<String> hooks) {
    private static final String PLANS = "src/content/plans";
    private static final Pattern LISTED = Pattern.compile("(?m)^ *Tuple \\{ problem: '[^']+'[^\\n]*\\}(?=\\n  })");
    private static final Pattern NUMBER = Pattern.compile("(order|dropped): (\\d+)");
    private static final Pattern CARD = Pattern.compile("(?m)^define \"([A-Z0-9-]+) Card\":\\n(?:  [^\\n]*\\n)+");
    private static final Pattern LAST_ACTION = Pattern.compile("(?m)^    \\{ \"problem\": [^\\n]*\\}(?=\\n  ])");

    /** @throws RefusedEditException when the problem exists or a hook does not */
    public void apply(ContentEdit edit) {
        Names.require(id, "[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", "HYPOPHOSPHATASIA");
        Names.requirePlain(title, "--title");
        CodeSystemFile problems = new CodeSystemFile(edit, "problem");
        problems.requireNew(id);
        TreeSet<String> known = new TreeSet<>();
        edit.texts(PLANS, ".json").keySet().forEach(name -> known.add(hook(name)));
        hooks.forEach(hook -> Names.require(hook, known, "the hooks of " + PLANS));
        problems.add(((ObjectNode) JsonFile.read("{}")).put("code", id).put("display", title), Optional.empty());
        list(edit);
        edit.texts(PLANS, ".json").forEach((name, text) -> {
            if (hooks.contains(hook(name))) {
                show(edit, PLANS + "/" + name + ".json", JsonFile.read(text));
            }
        });
    }

    private static String hook(String plan) {
        return plan.replaceFirst("^[a-z]+-", "");
    }

    /** The entry of the list of problems: that of the last one with this name and the next numbers. */
    private void list(ContentEdit edit) {
        String path = "cql/" + ContentLibraries.CARD_MERGING + ".cql";
        String text = edit.text(path);
        MatchResult last = last(LISTED, text, path, "entry of \"Problems\"");
        String entry = last.group().replaceFirst("problem: '[^']+'", "problem: '" + id + "'");
        entry = NUMBER.matcher(entry)
                .replaceAll(number -> number.group(1) + ": " + (greatest(number.group(1), text) + 1));
        edit.insert(path, last.end(), ",\n" + entry);
    }

    private static int greatest(String number, String text) {
        return NUMBER.matcher(text)
                .results()
                .filter(each -> each.group(1).equals(number))
                .mapToInt(each -> Integer.parseInt(each.group(2)))
                .max()
                .orElse(0);
    }

    private void show(ContentEdit edit, String path, JsonNode plan) {
        edit.insert(
                path,
                last(LAST_ACTION, edit.text(path), path, "action").end(),
                ",\n    { \"problem\": \"" + id + "\" }");
        String library = "cql/"
                + plan.path("library")
                        .path(0)
                        .asString("")
                        .replaceFirst("^.*/", "")
                        .replaceFirst("\\|.*$", "")
                + ".cql";
        String text = edit.text(library);
        if (!text.contains("define \"" + id + " Card\":")) {
            MatchResult card = last(CARD, text, library, "define of a card");
            edit.insert(library, card.end(), "\n" + card.group().replace(card.group(1), id));
        }
    }

    private static MatchResult last(Pattern pattern, String text, String path, String what) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results()
                .reduce((one, next) -> next)
                .orElseThrow(() -> new RefusedEditException(path + " has no " + what + " to add to."));
    }
}
