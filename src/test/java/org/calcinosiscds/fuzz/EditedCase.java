package org.calcinosiscds.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ContainerNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case with values changed, as a text tells: first the name of the case, then on each line the number of a value, counted through
 * record and context, and what is to stand there: JSON, {@code -} for nothing, {@code +} for a second one of what is around it, or
 * any text. What is put in place of free text carries {@link #MARK}.
 */
public final class EditedCase {
    /** In every free text that was put in, so that it can be looked for where it must not be. */
    public static final String MARK = "Qzx7";

    private static final int MAX_EDITS = 12;
    private static final Set<String> FREE_TEXT = Set.of(
            "display",
            "text",
            "title",
            "description",
            "comment",
            "family",
            "given",
            "patientInstruction",
            "valueString",
            "label",
            "name");
    private static final Map<String, Optional<PatientCase>> CASES = new ConcurrentHashMap<>();

    private EditedCase() {}

    public static Optional<PatientCase> of(String text) {
        String[] lines = text.split("\n", MAX_EDITS + 1);
        return CASES.computeIfAbsent(lines[0].strip(), PatientCase::named).map(found -> {
            ObjectNode bundle = found.bundle().deepCopy();
            ObjectNode context = found.context().deepCopy();
            for (int i = 1; i < lines.length; i++) {
                String[] words = lines[i].strip().split(" ", 2);
                if (words.length == 2 && words[0].matches("\\d{1,6}")) {
                    List<Slot> slots = new ArrayList<>();
                    gather(bundle, null, slots);
                    gather(context, null, slots);
                    slots.get(Integer.parseInt(words[0]) % slots.size()).put(words[1]);
                }
            }
            return found.with(bundle, found.expected(), context);
        });
    }

    private static void gather(JsonNode node, ContainerNode<?> holder, List<Slot> slots) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> {
                slots.add(new Slot(object, each.getKey(), 0, holder));
                gather(each.getValue(), object, slots);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                slots.add(new Slot(array, "", i, holder));
                gather(array.get(i), array, slots);
            }
        }
    }

    private record Slot(ContainerNode<?> in, String name, int index, ContainerNode<?> holder) {
        void put(String what) {
            switch (what) {
                case "-" -> {
                    if (in instanceof ObjectNode object) {
                        object.remove(name);
                    } else {
                        ((ArrayNode) in).remove(index);
                    }
                }
                case "+" -> {
                    if (in instanceof ArrayNode array) {
                        array.add(array.get(index).deepCopy());
                    } else if (holder instanceof ArrayNode around) {
                        around.add(in.deepCopy());
                    }
                }
                default -> set(FREE_TEXT.contains(name) ? marked(what) : json(what));
            }
        }

        private void set(JsonNode value) {
            if (in instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) in).set(index, value);
            }
        }
    }

    private static JsonNode marked(String text) {
        return JsonNodeFactory.instance.stringNode(MARK + text);
    }

    private static JsonNode json(String text) {
        try {
            JsonNode node = Json.read(text);
            Json.write(node); // Not everything that can be read can be written.
            return node.isMissingNode() ? JsonNodeFactory.instance.stringNode(text) : node;
        } catch (JacksonException | NumberFormatException e) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }
}
