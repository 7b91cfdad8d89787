package org.calcinosiscds.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.calcinosiscds.cases.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Ways to spoil a good request: in the tree, so that what is left still gets far, and in the bytes. */
final class Damage {
    private static final List<String> VALUES = List.of(
            "null",
            "{}",
            "[]",
            "[null]",
            "[[]]",
            "\"\"",
            "true",
            "0",
            "-1",
            "1e30",
            "1e-30",
            "\"~1e3000000~\"",
            "[\"~-1e-99999999999~\"]",
            "\"1e2000000000\"",
            "[\"1e2000000000\"]",
            "99999999999999999999",
            "\"0001-01-01\"",
            "\"9999-12-31T23:59:59.999Z\"",
            "\"2026-02-30\"",
            "\"2026-11-21T24:00:00Z\"",
            "\"2026-11\"",
            "\"2026-11-11T08:30:00.123456789+14:00\"",
            "\"entered-in-error\"",
            "\"mg/dL\"",
            "\"mmol/L\"",
            "\"%s\"",
            "\"<script>%s</script>\"",
            "\"\\u0000%s\"",
            "\"\\ud800%s\"",
            "\"\\u202e%s\"",
            "\"Patient/%s\"",
            "\"https://attacker.example/%s\"",
            "\"urn:uuid:%s\"",
            "{\"resourceType\":\"%s\"}",
            "{\"reference\":\"#\"}",
            "{\"%s\":1}");

    private static final List<String> SNIPPETS = List.of(
            "{\"\":0}",
            "[[[[[[[[",
            "\\u0000",
            "\u0000",
            "\uFEFF",
            ",",
            ":",
            "\"",
            "\n",
            "\"resourceType\":\"Bundle\",",
            "\"entry\":[{}],",
            "<a/>",
            "/**/",
            "NaN");

    private final Random chance;

    Damage(Random chance) {
        this.chance = chance;
    }

    <T> T pick(List<T> of) {
        return of.get(chance.nextInt(of.size()));
    }

    /** Changes some values of a tree in place. */
    void spoil(JsonNode tree) {
        for (int edits = chance.nextInt(4); edits >= 0; edits--) {
            List<Runnable> ways = new ArrayList<>();
            gather(tree, ways);
            if (!ways.isEmpty()) {
                pick(ways).run();
            }
        }
    }

    private void gather(JsonNode node, List<Runnable> ways) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> {
                ways.add(() -> change(object, each.getKey()));
                gather(each.getValue(), ways);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                ways.add(() -> change(array, at));
                gather(array.get(i), ways);
            }
        }
    }

    private void change(ObjectNode object, String name) {
        switch (chance.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(EditedCase.MARK + name, object.get(name));
            case 2 -> object.set(name, JsonNodeFactory.instance.arrayNode().add(object.get(name)));
            default -> object.set(name, value());
        }
    }

    private void change(ArrayNode array, int at) {
        switch (chance.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> array.insert(0, array.remove(at));
            default -> array.set(at, value());
        }
    }

    private JsonNode value() {
        String text = pick(VALUES).replace("%s", EditedCase.MARK);
        try {
            return Json.read(text);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }

    /** The tree as text; what stands between tildes as it is, because a tree cannot hold every number. */
    static byte[] write(JsonNode tree) {
        return Json.write(tree).replaceAll("\"~([^\"~]*)~\"", "$1").getBytes(StandardCharsets.UTF_8);
    }

    byte[] spoil(byte[] bytes) {
        int at = chance.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + chance.nextInt(40));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (chance.nextInt(4)) {
            case 0 -> {} // The end is missing.
            case 1 -> out.write(bytes, end, bytes.length - end);
            case 2 -> out.write(bytes, at / 2, bytes.length - at / 2);
            default -> {
                out.writeBytes(pick(SNIPPETS).getBytes(StandardCharsets.UTF_8));
                out.write(bytes, chance.nextBoolean() ? at : end, bytes.length - end);
            }
        }
        return out.toByteArray();
    }
}
