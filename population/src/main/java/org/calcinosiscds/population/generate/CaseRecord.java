package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The record of a case of the repository as one of many: all of its ids are made its own, and references name types and ids. */
public final class CaseRecord {
    /** Numbers are written as they are read. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Pattern RELATIVE = Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9._:\\-]+)");

    private final String prefix;
    private final Map<String, String> byUrl = new HashMap<>();
    private final List<ObjectNode> resources = new ArrayList<>();

    private CaseRecord(String prefix) {
        this.prefix = prefix;
    }

    /** The resources of a Bundle, with ids that begin with the prefix. */
    public static List<ObjectNode> resources(byte[] bundle, String prefix) throws IOException {
        CaseRecord record = new CaseRecord(prefix);
        for (JsonNode entry : JSON.readTree(bundle).path("entry")) {
            record.add(entry);
        }
        record.resources.forEach(record::rename);
        return record.resources;
    }

    private void add(JsonNode entry) {
        if (entry.path("resource") instanceof ObjectNode resource) {
            String id = resource.path("id").isTextual() ? resource.path("id").asText() : "r" + resources.size();
            resource.put("id", prefix + id);
            byUrl.put(
                    entry.path("fullUrl").asText(),
                    resource.path("resourceType").asText() + "/" + prefix + id);
            resources.add(resource);
        }
    }

    private void rename(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("reference").isTextual()) {
                object.put("reference", reference(object.path("reference").asText()));
            }
            JsonNode identifier = object.path("identifier");
            for (JsonNode each : identifier.isArray() ? identifier : List.of(identifier)) {
                if (each instanceof ObjectNode one && one.path("value") instanceof TextNode value) {
                    one.put("value", prefix + value.asText());
                }
            }
        }
        node.forEach(this::rename);
    }

    private String reference(String reference) {
        if (byUrl.containsKey(reference)) {
            return byUrl.get(reference);
        }
        return RELATIVE.matcher(reference).matches()
                ? RELATIVE.matcher(reference).replaceFirst("$1/" + prefix + "$2")
                : reference;
    }
}
