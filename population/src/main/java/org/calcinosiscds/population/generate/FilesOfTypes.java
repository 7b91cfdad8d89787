package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file of lines for each type, as of a Bulk Data export. */
final class FilesOfTypes implements ExportFiles {
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final JsonGenerator output;
    private final Map<String, OutputStream> files = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();

    /** @param output list of the files in the manifest */
    FilesOfTypes(Path folder, JsonGenerator output) {
        this.folder = folder;
        this.output = output;
    }

    @Override
    public void patient(String id, List<ObjectNode> resources, List<ObjectNode> shared) throws IOException {
        for (ObjectNode resource : resources) {
            write(resource.path("resourceType").asText(), CaseRecord.JSON.writeValueAsBytes(resource));
        }
    }

    @Override
    public void flawed(String id, String type, byte[] line) throws IOException {
        write(type, line);
    }

    private void write(String type, byte[] line) throws IOException {
        OutputStream file = files.get(type);
        if (file == null) {
            file = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name(type))), BUFFER);
            files.put(type, file);
        }
        file.write(line);
        file.write('\n');
        counts.merge(type, 1L, Long::sum);
    }

    private static String name(String type) {
        return type + ".ndjson";
    }

    @Override
    public void end(List<ObjectNode> shared) throws IOException {
        patient("", shared, List.of());
        close();
        for (Map.Entry<String, Long> type : counts.entrySet()) {
            output.writeStartObject();
            output.writeStringField("type", type.getKey());
            output.writeStringField("url", name(type.getKey()));
            output.writeNumberField("count", type.getValue());
            output.writeEndObject();
        }
    }

    @Override
    public long lines() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() throws IOException {
        for (OutputStream file : files.values()) {
            file.close();
        }
    }
}
