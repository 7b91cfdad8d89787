package org.calcinosiscds.authoring.shortcase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what came into a short case, in place of the lists that it states. All other text stays as it is. */
public final class ShortCaseUpdate {
    private static final String INDENT = "  ";

    private ShortCaseUpdate() {}

    private record Replacement(int end, String text) {}

    /**
     * The text of the case with what came.
     *
     * @param text of a case without defects
     * @param came elements {@code rules} and {@code cards}, those that change
     */
    public static String of(String text, ObjectNode came) {
        YamlNodes nodes = new YamlNodes(new ArrayList<>());
        Node root = nodes.read(text);
        Map<Integer, Replacement> replacements = new TreeMap<>();
        if (root != null) {
            nodes.mapping(root).forEach((key, value) -> {
                JsonNode list = came.get(key.getValue());
                if (list != null) {
                    replacements.put(value.getStartMark().getIndex(), new Replacement(end(value), text(list, value)));
                }
            });
        }
        StringBuilder updated = new StringBuilder();
        int done = 0;
        for (Map.Entry<Integer, Replacement> each : replacements.entrySet()) {
            // The marks count characters, of which some are two chars.
            String before = text.substring(chars(text, done), chars(text, each.getKey()));
            String replacement = each.getValue().text();
            updated.append(replacement.startsWith("\n") ? before.stripTrailing() : before)
                    .append(replacement);
            done = each.getValue().end();
        }
        return updated.append(text.substring(chars(text, done))).toString();
    }

    private static int chars(String text, int characters) {
        return text.offsetByCodePoints(0, characters);
    }

    /** Where the text of a node ends: the mark of a list in lines is behind the comments that follow it. */
    private static int end(Node node) {
        if (isInLines(node) && node instanceof CollectionNode<?> collection) {
            int last = collection.getValue().size() - 1;
            if (node instanceof SequenceNode sequence) {
                return end(sequence.getValue().get(last));
            }
            if (node instanceof MappingNode mapping) {
                return end(mapping.getValue().get(last).getValueNode());
            }
        }
        return node.getEndMark().getIndex();
    }

    private static boolean isInLines(Node node) {
        return node instanceof CollectionNode<?> collection
                && collection.getFlowStyle() != FlowStyle.FLOW
                && !collection.getValue().isEmpty();
    }

    /** Cards in a line each when there are several. */
    private static String text(JsonNode list, Node before) {
        List<String> elements = list.valueStream().map(ShortCaseUpdate::text).toList();
        if (elements.size() < 2 || !list.get(0).isObject()) {
            return text(list);
        }
        boolean isInLines = isInLines(before);
        String line = "\n" + (isInLines ? " ".repeat(before.getStartMark().getColumn()) : INDENT) + "- ";
        String lines = line + String.join(line, elements);
        return isInLines ? lines.stripLeading() : lines;
    }

    private static String text(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object.properties().stream()
                    .map(each -> each.getKey() + ": " + text(each.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (value.isArray()) {
            return value.isEmpty()
                    ? "[ ]"
                    : value.valueStream().map(ShortCaseUpdate::text).collect(Collectors.joining(", ", "[ ", " ]"));
        }
        String text = value.asString();
        return text.matches("[A-Za-z][\\w./-]*") ? text : value.toString();
    }
}
