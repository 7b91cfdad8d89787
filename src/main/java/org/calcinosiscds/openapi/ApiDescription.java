package org.calcinosiscds.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One surface of the service in OpenAPI 3.1: what stands in its file, {@code openapi/<name>.json}, and what only the running service
 * knows. A test holds it to what the service does.
 */
public final class ApiDescription {
    private static final String EXAMPLE = "externalValue";

    private final String name;
    private final ObjectNode root;
    private final JsonMapper json;

    private ApiDescription(String name, ObjectNode root, JsonMapper json) {
        this.name = name;
        this.root = root;
        this.json = json;
    }

    /** @param version of the knowledge base */
    public static ApiDescription read(String name, String version, JsonMapper json) {
        ObjectNode root = (ObjectNode) resource("openapi/" + name + ".json", json);
        ApiDescription description = new ApiDescription(name, root, json);
        root.withObjectProperty("info").put("version", version);
        for (Map.Entry<String, JsonNode> kind :
                resource("openapi/shared.json", json).path("components").properties()) {
            root.withObjectProperty("components")
                    .withObjectProperty(kind.getKey())
                    .setAll((ObjectNode) kind.getValue());
        }
        for (JsonNode example : root.findParents(EXAMPLE)) {
            String file = ((ObjectNode) example).remove(EXAMPLE).asString();
            ((ObjectNode) example).set("value", resource(file, json));
        }
        return description;
    }

    /** Says which values a schema allows. */
    public ApiDescription allow(String pointer, Collection<String> values) {
        ArrayNode allowed = (ArrayNode) root.requiredAt(pointer + "/enum");
        values.forEach(allowed::add);
        return this;
    }

    /** The path of that name, which may be new. */
    public ObjectNode path(String path) {
        return root.withObjectProperty("paths").withObjectProperty(path);
    }

    /** A file of the class path as an example; nothing when there is no such file. */
    public Optional<JsonNode> example(String file) {
        return new ClassPathResource(file).exists() ? Optional.of(resource(file, json)) : Optional.empty();
    }

    String name() {
        return name;
    }

    JsonNode root() {
        return root;
    }

    private static JsonNode resource(String file, JsonMapper json) {
        try (InputStream stream = new ClassPathResource(file).getInputStream()) {
            return json.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
