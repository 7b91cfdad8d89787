package org.calcinosiscds.content;

import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.cases.Json;
import tools.jackson.databind.JsonNode;

/** Text of a generated JSON file: two spaces of indentation, one value on a line. */
final class JsonFile {
    /** Date of generated resources; it changes when their form does. */
    static final String DATE = "2026-11-28";

    private JsonFile() {}

    static String text(JsonNode resource) {
        return text(resource, "") + "\n";
    }

    private static String text(JsonNode node, String indent) {
        if (!node.isContainer()) {
            return Json.write(node);
        }
        List<String> parts = new ArrayList<>();
        String inner = indent + "  ";
        if (node.isObject()) {
            node.properties().forEach(each -> parts.add('"' + each.getKey() + "\": " + text(each.getValue(), inner)));
        } else {
            node.forEach(each -> parts.add(text(each, inner)));
        }
        String open = node.isObject() ? "{" : "[";
        String close = node.isObject() ? "}" : "]";
        return open + "\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + close;
    }
}
