package org.calcinosiscds.cql;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of a library of ELM without what no reader of packaged content looks at: empty annotations, ids inside types, and the elements
 * of a tuple's type where an expression yields it, which the type of its definition says already. That is two thirds of the text, and
 * each start reads it.
 */
final class CompactElm {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ANNOTATION = "annotation";
    private static final String RESULT_TYPE = "resultTypeSpecifier";
    private static final String TUPLE = "TupleTypeSpecifier";

    private CompactElm() {}

    static String of(String elm) {
        ObjectNode library = (ObjectNode) JSON.readTree(elm);
        shorten(library, true);
        return JSON.writeValueAsString(library);
    }

    /** @param isOutside whether no definition is around the node */
    private static void shorten(JsonNode node, boolean isOutside) {
        if (node instanceof ArrayNode array) {
            array.forEach(each -> shorten(each, isOutside));
        }
        if (!(node instanceof ObjectNode element)) {
            return;
        }
        if (element.path(ANNOTATION).isArray() && element.path(ANNOTATION).isEmpty()) {
            element.remove(ANNOTATION);
        }
        boolean isDefinition = isOutside && element.has("accessLevel");
        for (Map.Entry<String, JsonNode> property : element.properties()) {
            if (property.getKey().equals(RESULT_TYPE)) {
                shortenType(property.getValue(), isDefinition);
            } else {
                shorten(property.getValue(), isOutside && !isDefinition);
            }
        }
    }

    private static void shortenType(JsonNode node, boolean isWhole) {
        if (node instanceof ArrayNode array) {
            array.forEach(each -> shortenType(each, isWhole));
        }
        if (!(node instanceof ObjectNode type)) {
            return;
        }
        type.remove(ANNOTATION);
        type.remove("localId");
        if (!isWhole && type.path("type").asString("").equals(TUPLE)) {
            type.remove("element");
        }
        type.forEach(each -> shortenType(each, isWhole));
    }
}
