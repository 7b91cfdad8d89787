package org.calcinosiscds.cases;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How {@code expected.json} is written: in the order in which a person reads it, without anything empty. */
final class ExpectedFile {
    private static final List<String> ORDER =
            List.of("why", "asOf", "scenario", "user", "parameters", "patient", "product", "types", "rules", "cards");

    private ExpectedFile() {}

    /** Text of the file of a case, with the line that says who the patient is. */
    static String text(PatientCase patient) {
        ObjectNode given = (ObjectNode) patient.expected().deepCopy();
        given.put("patient", PatientLine.of(patient));
        ObjectNode ordered = given.objectNode();
        ORDER.forEach(name -> {
            if (given.has(name)) {
                ordered.set(name, given.remove(name));
            }
        });
        if (!given.isEmpty()) {
            throw new IllegalStateException(patient + ": unknown in expected.json: " + given.propertyNames() + ".");
        }
        return text(ordered, "") + "\n";
    }

    private static String text(JsonNode node, String indent) {
        List<String> parts = new ArrayList<>();
        String inner = indent + "  ";
        if (node.isObject()) {
            node.properties().stream()
                    .filter(each -> !isEmpty(each.getValue()))
                    .forEach(each -> parts.add('"' + each.getKey() + "\": " + text(each.getValue(), inner)));
            return "{\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + "}";
        }
        if (!node.isArray()) {
            return Json.write(node);
        }
        node.forEach(each -> parts.add(text(each, inner)));
        return node.path(0).isObject()
                ? "[\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + "]"
                : "[" + String.join(", ", parts) + "]";
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isNull() || (node.isContainer() && node.isEmpty());
    }
}
