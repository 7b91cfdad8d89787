package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reviewer says of a rule. The reviews of a rule are kept in {@code docs/clinical/reviews/<rule>.json} below the folder of
 * content; who gave them, and when, is in the history of that file.
 *
 * @param sentence why
 * @param version of the text of the rule that was reviewed, see {@link RuleVersions}
 */
public record RuleReview(Verdict verdict, String sentence, String version) {
    private static final Path FOLDER = Path.of("docs", "clinical", "reviews");
    private static final int MAX_CHARACTERS = 2000;

    /** Names are those of the file in lower case. */
    public enum Verdict {
        AGREE,
        DISAGREE,
        QUESTION
    }

    /** @throws RequestException when a part of it is missing */
    public RuleReview {
        if (sentence.isBlank() || sentence.length() > MAX_CHARACTERS) {
            throw RequestException.badRequest(
                    "sentence", "The element 'sentence' must have 1 to %d characters.".formatted(MAX_CHARACTERS));
        }
    }

    /** @throws RequestException when there is no such verdict, or no sentence */
    public static RuleReview of(String verdict, String sentence, String version) {
        for (Verdict each : Verdict.values()) {
            if (name(each).equals(verdict)) {
                return new RuleReview(each, sentence, version);
            }
        }
        throw RequestException.badRequest(
                "verdict", "The element 'verdict' must be 'agree', 'disagree' or 'question'.");
    }

    /** As in the file. */
    public String name() {
        return name(verdict);
    }

    private static String name(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The reviews of a rule, the latest last.
     *
     * @param content folder of content
     * @throws KnowledgeException when the file holds no reviews
     */
    public static List<RuleReview> in(Path content, String rule) throws IOException {
        Path file = file(content, rule);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        List<RuleReview> reviews = new ArrayList<>();
        try {
            for (JsonNode each : CaseJson.read(Files.readString(file)).path("reviews")) {
                reviews.add(of(
                        each.path("verdict").asString(""),
                        each.path("sentence").asString(""),
                        each.path("version").asString("")));
            }
        } catch (JacksonException | RequestException e) {
            throw new KnowledgeException(FOLDER.resolve(rule + ".json") + ": it holds no reviews of a rule.");
        }
        return reviews;
    }

    /** Adds it to the file of the rule. */
    public void write(Path content, String rule) throws IOException {
        List<RuleReview> reviews = new ArrayList<>(in(content, rule));
        reviews.add(this);
        ObjectNode json = (ObjectNode) CaseJson.read("{}");
        ArrayNode list = json.putArray("reviews");
        reviews.forEach(each -> list.addObject()
                .put("verdict", each.name())
                .put("sentence", each.sentence())
                .put("version", each.version()));
        Path file = file(content, rule);
        Files.createDirectories(file.getParent());
        Files.writeString(file, CaseJson.text(json));
    }

    private static Path file(Path content, String rule) {
        return content.resolve(FOLDER).resolve(rule + ".json");
    }
}
