package org.calcinosiscds.terminology;

import org.calcinosiscds.knowledge.KnowledgeException;

/** Writes JSON text with two-space indentation, so that the same tables give the same bytes. */
final class JsonText {
    private JsonText() {}

    static void field(StringBuilder out, String name, String value) {
        out.append("  ").append(quoted(name)).append(": ").append(quoted(value)).append(",\n");
    }

    static String quoted(String text) {
        if (text.chars().anyMatch(character -> character < ' ')) {
            throw new KnowledgeException("Control character in: " + text.strip() + ".");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
