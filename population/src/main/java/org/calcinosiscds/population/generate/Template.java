package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Fills a resource of {@code profiles.json}. Objects with one of these elements stand for something else:
 *
 * <ul>
 *   <li>{@code $use}: the part of that name, with the other elements in addition
 *   <li>{@code $oneOf}: one of the list
 *   <li>{@code $code}: a CodeableConcept with a code of the value set, whose display contains {@code having}
 *   <li>{@code $number}: from the first to the second, with so many {@code digits}
 *   <li>{@code $time}: {@code dateTime} or {@code date} of what is filled, {@code hoursLater}
 *   <li>{@code $patient}: a Reference to the patient; {@code $shared}: to the resource of nobody with that name
 * </ul>
 */
final class Template {
    private static final int HOURS_OF_A_DAY = 24;
    private static final int LENGTH_OF_DATE = "2026-11-21".length();

    private final JsonNode parts;
    private final Codes codes;
    private final SplittableRandom random;
    private final String patient;
    private final String sharedPrefix;
    private final Set<String> usedShared;

    /**
     * @param parts by name
     * @param patient id
     * @param usedShared gets the names of the resources of nobody that are referred to
     */
    Template(
            JsonNode parts,
            Codes codes,
            SplittableRandom random,
            String patient,
            String sharedPrefix,
            Set<String> usedShared) {
        this.parts = parts;
        this.codes = codes;
        this.random = random;
        this.patient = patient;
        this.sharedPrefix = sharedPrefix;
        this.usedShared = usedShared;
    }

    /** @param time when what it tells of was */
    ObjectNode fill(JsonNode template, Instant time) {
        return (ObjectNode) node(template, time);
    }

    private JsonNode node(JsonNode template, Instant time) {
        if (template.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            template.forEach(each -> array.add(node(each, time)));
            return array;
        }
        if (!template.isObject()) {
            return template;
        }
        if (template.has("$use")) {
            return node(used(template), time);
        }
        if (template.has("$oneOf")) {
            JsonNode choices = template.get("$oneOf");
            return node(choices.get(random.nextInt(choices.size())), time);
        }
        if (template.has("$code")) {
            ArrayNode codings = codes.of(
                    template.get("$code").asText(), template.path("having").asText());
            ObjectNode concept = JsonNodeFactory.instance.objectNode();
            concept.putArray("coding").add(codings.get(random.nextInt(codings.size())));
            return concept;
        }
        if (template.has("$number")) {
            return number(template);
        }
        if (template.has("$time")) {
            Instant later =
                    time.plus(Duration.ofHours(template.path("hoursLater").asLong()));
            String text = later.toString();
            return TextNode.valueOf(
                    template.get("$time").asText().equals("date") ? text.substring(0, LENGTH_OF_DATE) : text);
        }
        if (template.has("$patient")) {
            return reference("Patient/" + patient);
        }
        if (template.has("$shared")) {
            String name = template.get("$shared").asText();
            usedShared.add(name);
            return reference(template.get("type").asText() + "/" + sharedPrefix + name);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        template.properties().forEach(field -> object.set(field.getKey(), node(field.getValue(), time)));
        return object;
    }

    private ObjectNode used(JsonNode template) {
        String name = template.get("$use").asText();
        if (!(parts.get(name) instanceof ObjectNode part)) {
            throw new IllegalArgumentException("There is no part " + name + ".");
        }
        ObjectNode merged = part.deepCopy();
        template.properties().stream()
                .filter(field -> !field.getKey().equals("$use"))
                .forEach(field -> merged.set(field.getKey(), field.getValue()));
        return merged;
    }

    private DecimalNode number(JsonNode template) {
        double from = template.get("$number").get(0).asDouble();
        double to = template.get("$number").get(1).asDouble();
        return DecimalNode.valueOf(new BigDecimal(from + random.nextDouble() * (to - from))
                .setScale(template.path("digits").asInt(), RoundingMode.HALF_UP));
    }

    private static ObjectNode reference(String reference) {
        return JsonNodeFactory.instance.objectNode().put("reference", reference);
    }

    /** A whole number from the first to the second of a list. */
    int whole(JsonNode range) {
        return range.get(0).asInt()
                + random.nextInt(1 + range.get(1).asInt() - range.get(0).asInt());
    }

    /** Some days of a list before a moment, at an hour of the day. */
    Instant before(Instant now, JsonNode days) {
        return now.minus(Duration.ofHours((long) whole(days) * HOURS_OF_A_DAY + random.nextInt(HOURS_OF_A_DAY)));
    }

    /** Whether something of that chance happens; always without one. */
    boolean happens(JsonNode chance) {
        return chance.isMissingNode() || random.nextDouble() < chance.asDouble();
    }
}
