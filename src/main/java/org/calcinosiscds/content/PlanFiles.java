package org.calcinosiscds.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.LibraryMediaTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The PlanDefinitions. A plan of {@code src/content/plans} has in place of its actions one line for each card: its problem, how
 * many drafts it may advise to delete, and defines of the plan's library that say the priority of its orders or when its laboratory
 * orders are due. Which orders a card can have stands in the table of orderables.
 */
final class PlanFiles {
    private static final String PROBLEM = "https://calcinosis-cds.org/fhir/CodeSystem/problem";
    private static final String ACTIVITY = "https://calcinosis-cds.org/fhir/ActivityDefinition/";

    private final List<Orderable> orderables;
    private final SuggestionWords deletionWords;
    private final Map<String, String> problems = new TreeMap<>();

    /** @param codeSystem {@code CodeSystem-problem.json}, which has the title of each problem */
    PlanFiles(List<Orderable> orderables, SuggestionWords deletionWords, Path codeSystem) throws IOException {
        this.orderables = orderables;
        this.deletionWords = deletionWords;
        JsonFile.read(Files.readString(codeSystem))
                .path("concept")
                .forEach(problem -> problems.put(
                        problem.path("code").asString(), problem.path("display").asString()));
    }

    /**
     * Text of each PlanDefinition file, by path in {@code fhir-resources}.
     *
     * @throws KnowledgeException when a plan names a problem that does not exist
     */
    Map<String, String> texts(Path plans) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(plans)) {
            files.sorted().forEach(file -> {
                ObjectNode plan = plan(file);
                texts.put(
                        "plan-definition/PlanDefinition-" + plan.path("id").asString() + ".json", JsonFile.text(plan));
            });
        }
        return texts;
    }

    private ObjectNode plan(Path file) {
        ObjectNode plan;
        try {
            plan = (ObjectNode) JsonFile.read(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String hook = plan.path("id").asString().replaceFirst("^calcinosis-", "");
        String library =
                plan.path("library").path(0).asString().replaceFirst("^.*/", "").replaceFirst("\\|.*$", "");
        List<JsonNode> cards = new ArrayList<>();
        plan.path("action").forEach(cards::add);
        ArrayNode actions = plan.putArray("action");
        cards.forEach(card -> card(actions.addObject(), card, hook, library));
        return plan;
    }

    private void card(ObjectNode action, JsonNode card, String hook, String library) {
        String problem = card.path("problem").asString();
        String title = problems.get(problem);
        if (title == null) {
            throw new KnowledgeException("CodeSystem/problem does not have " + problem + ".");
        }
        String tuple = tuple(library, card);
        action.put("id", problem.toLowerCase(Locale.ROOT));
        ObjectNode presentation = action.putArray("extension").addObject();
        presentation.put("url", "https://calcinosis-cds.org/fhir/StructureDefinition/card-presentation");
        expression(presentation.putObject("valueExpression"), tuple + ".presentation");
        action.put("title", title);
        action.putArray("code")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", PROBLEM)
                .put("code", problem)
                .put("display", title);
        action.putArray("trigger").addObject().put("type", "named-event").put("name", hook);
        condition(action, tuple + " is not null");
        action.put("groupingBehavior", "visual-group").put("selectionBehavior", "any");
        for (String path : List.of("title", "description", "priority")) {
            dynamicValue(
                    action,
                    path,
                    tuple + "." + (path.equals("title") ? "summary" : path.equals("description") ? "detail" : path));
        }
        for (int choice = 1; choice <= card.path("deletions").asInt(0); choice++) {
            deletion(action, library, problem, choice);
        }
        for (Orderable.Kind kind : Orderable.Kind.values()) {
            List<Orderable> orders = orderables.stream()
                    .filter(each -> each.kind() == kind && each.cards().contains(problem))
                    .toList();
            if (!orders.isEmpty()) {
                orders(action, card, library, kind, orders);
            }
        }
    }

    private static String tuple(String library, JsonNode card) {
        return library + ".\"" + card.path("problem").asString() + " Card\"";
    }

    private static String define(String library, JsonNode name) {
        return library + ".\"" + name.asString() + "\"";
    }

    /** Drafts that the card advises against: the first draft, or the second where the interaction of two is advised against. */
    private void deletion(ObjectNode card, String library, String problem, int choice) {
        String arguments = "('" + problem + "', " + choice + ")";
        String drafts = library + ".\"To Delete\"" + arguments;
        ObjectNode group = group(
                card,
                choice == 1 ? "delete" : "delete-other",
                deletionWords.title(),
                "exists " + drafts,
                library + ".\"Delete Label\"" + arguments);
        ObjectNode deletion = group.putArray("action").addObject();
        deletion.put("id", group.path("id").asString() + "-draft");
        ObjectNode removed = deletion.putArray("extension").addObject();
        removed.put("url", "https://calcinosis-cds.org/fhir/StructureDefinition/removed-drafts");
        expression(removed.putObject("valueExpression"), drafts);
        deletion.put("title", deletionWords.action());
        condition(deletion, "exists " + drafts);
        deletion.putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/action-type")
                .put("code", "remove")
                .put("display", "Remove");
    }

    private static void orders(
            ObjectNode card, JsonNode source, String library, Orderable.Kind kind, List<Orderable> orders) {
        String tuple = tuple(library, source);
        String list = tuple + "." + kind.list();
        ObjectNode group = group(card, kind.list(), orders.get(0).words().title(), "exists " + list, list + "Label");
        ArrayNode actions = group.putArray("action");
        for (Orderable order : orders) {
            String id = order.id().toLowerCase(Locale.ROOT);
            ObjectNode action = actions.addObject();
            action.put("id", card.path("id").asString() + "-" + id).put("title", order.title());
            condition(action, "'" + order.id() + "' in " + list);
            action.put("definitionCanonical", ACTIVITY + id + "|0.1.0");
            dynamicValue(
                    action,
                    "priority",
                    source.has("priority")
                            ? define(library, source.path("priority"))
                            : "if '" + order.id() + "' in " + tuple + ".urgent then 'urgent' else 'routine'");
            if (order.isPaediatricForChildren()) {
                dynamicValue(
                        action,
                        "code.text",
                        "Coalesce(" + library + ".\"Order Text For A Child\"('" + order.id() + "'), '" + order.ordered()
                                + "')");
            }
            if (kind == Orderable.Kind.LABORATORY && source.has("laboratoryOccurrence")) {
                dynamicValue(action, "occurrence", define(library, source.path("laboratoryOccurrence")));
            }
            if (kind == Orderable.Kind.IMAGING) {
                dynamicValue(action, "bodySite", library + ".\"Imaging Sites\"");
            }
        }
    }

    private static ObjectNode group(ObjectNode card, String name, String title, String condition, String label) {
        ObjectNode group = card.withArray("action").addObject();
        group.put("id", card.path("id").asString() + "-" + name).put("title", title);
        condition(group, condition);
        group.put("groupingBehavior", "logical-group").put("selectionBehavior", "all");
        dynamicValue(group, "title", label);
        return group;
    }

    private static void condition(ObjectNode action, String cql) {
        ObjectNode condition = action.putArray("condition").addObject();
        expression(condition.put("kind", "applicability").putObject("expression"), cql);
    }

    private static void dynamicValue(ObjectNode action, String path, String cql) {
        ObjectNode value = action.withArray("dynamicValue").addObject();
        expression(value.put("path", path).putObject("expression"), cql);
    }

    private static void expression(ObjectNode expression, String cql) {
        expression.put("language", LibraryMediaTypes.CQL).put("expression", cql);
    }
}
