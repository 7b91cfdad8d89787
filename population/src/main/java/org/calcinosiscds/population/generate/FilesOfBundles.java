package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A transaction Bundle for each patient in a file of its own, whose entries name each other by UUIDs, as Synthea writes them. */
final class FilesOfBundles implements ExportFiles {
    private static final String EXTENSION = ".json";

    private final Path folder;
    private final JsonGenerator output;
    private long lines;

    /** @param output list of the files in the manifest */
    FilesOfBundles(Path folder, JsonGenerator output) {
        this.folder = folder;
        this.output = output;
    }

    @Override
    public void patient(String id, List<ObjectNode> resources, List<ObjectNode> shared) throws IOException {
        List<ObjectNode> all =
                Stream.concat(resources.stream(), shared.stream()).toList();
        Map<String, String> urls = new HashMap<>();
        for (ObjectNode resource : all) {
            String self = self(resource);
            urls.put(self, "urn:uuid:" + UUID.nameUUIDFromBytes(self.getBytes(StandardCharsets.UTF_8)));
        }
        ObjectNode bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "transaction");
        for (ObjectNode resource : all) {
            ObjectNode entry = bundle.withArray("entry").addObject();
            entry.put("fullUrl", urls.get(self(resource)));
            ObjectNode copy = resource.deepCopy();
            name(copy, urls);
            entry.set("resource", copy);
            entry.putObject("request")
                    .put("method", "POST")
                    .put("url", resource.path("resourceType").asText());
        }
        lines += all.size();
        write(id, CaseRecord.JSON.writeValueAsBytes(bundle));
    }

    private static String self(ObjectNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    private static void name(JsonNode node, Map<String, String> urls) {
        if (node instanceof ObjectNode object
                && urls.containsKey(object.path("reference").asText())) {
            object.put("reference", urls.get(object.path("reference").asText()));
        }
        node.forEach(child -> name(child, urls));
    }

    @Override
    public void flawed(String id, String type, byte[] line) throws IOException {
        lines++;
        write(id, line);
    }

    private void write(String id, byte[] content) throws IOException {
        Files.write(folder.resolve(id + EXTENSION), content);
        output.writeStartObject();
        output.writeStringField("type", "Bundle");
        output.writeStringField("url", id + EXTENSION);
        output.writeEndObject();
    }

    /** Each Bundle has what its entries refer to. */
    @Override
    public void end(List<ObjectNode> shared) {
        // Nothing is left.
    }

    @Override
    public long lines() {
        return lines;
    }

    @Override
    public void close() {
        // Each file is closed when it is written.
    }
}
