package org.calcinosiscds.authoring.shortcase;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Nodes of a YAML document with their position; what has another shape than is expected becomes a defect. */
final class YamlNodes {
    private final List<CaseDefect> defects;

    YamlNodes(List<CaseDefect> defects) {
        this.defects = defects;
    }

    /** The document; null when it is not YAML, which is a defect. */
    @Nullable
    Node read(String text) {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            defects.add(new CaseDefect(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "This is not YAML: " + e.getProblem() + "."));
            return null;
        }
    }

    void defect(Node at, String message) {
        Mark mark = at.getStartMark();
        defects.add(new CaseDefect(mark.getLine() + 1, mark.getColumn() + 1, message));
    }

    /** Something is named that does not exist. */
    void unknown(ScalarNode at, String what, String message) {
        Mark mark = at.getStartMark();
        defects.add(new CaseDefect(mark.getLine() + 1, mark.getColumn() + 1, message, what, at.getValue()));
    }

    /** Values by key; nothing when it is no mapping. A key that stands twice is a defect. */
    Map<ScalarNode, Node> mapping(Node node) {
        Map<ScalarNode, Node> found = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            defect(node, "A mapping is expected, such as { problem: MINERAL }.");
            return found;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                defect(tuple.getKeyNode(), "A name is expected.");
            } else if (found.keySet().stream()
                    .anyMatch(other -> other.getValue().equals(key.getValue()))) {
                defect(key, "The element " + key.getValue() + " stands twice.");
            } else {
                found.put(key, tuple.getValueNode());
            }
        }
        return found;
    }

    /** Elements of a sequence; nothing when it is none. */
    List<Node> sequence(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        defect(node, "A list is expected, such as [ CC-043 ].");
        return List.of();
    }

    /** The text of a scalar; empty when it is none. */
    String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        defect(node, "A text is expected.");
        return "";
    }

    /** As JSON. */
    JsonNode json(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof MappingNode) {
            ObjectNode object = json.objectNode();
            mapping(node).forEach((key, value) -> object.set(key.getValue(), json(value)));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = json.arrayNode();
            sequence.getValue().forEach(each -> array.add(json(each)));
            return array;
        }
        String text = text(node);
        if (Tag.BOOL.equals(node.getTag())) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        boolean isNumber = Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag());
        return isNumber && text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")
                ? json.numberNode(new BigDecimal(text))
                : json.stringNode(text);
    }
}
