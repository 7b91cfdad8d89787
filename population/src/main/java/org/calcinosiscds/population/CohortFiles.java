package org.calcinosiscds.population;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.calcinosiscds.assess.AssessedRules.Rule;
import org.jspecify.annotations.Nullable;

/** The patients for whom one rule is true: a table of patient and day, and a Group of FHIR. Written as they come, so that there may be many. */
final class CohortFiles implements AutoCloseable {
    private static final String FOLDER = "cohorts/";

    private final Folder folder;
    private final String name;
    private final Path table;
    private final Path group;
    private final Writer lines;
    private final JsonGenerator json;
    private long number;

    /** @param system of the ids of rules @param asOf moment for which the rule is true */
    CohortFiles(Folder folder, String system, Rule rule, String asOf) throws IOException {
        this.folder = folder;
        // What may be a code and no name of a file; ids of rules have letters, digits and hyphens.
        this.name = FOLDER + rule.id().replaceAll("[^A-Za-z0-9.-]", "_");
        this.table = folder.aside().resolve("cohort.csv");
        this.group = folder.aside().resolve("cohort.json");
        this.lines = Files.newBufferedWriter(table);
        lines.write("patient,since\r\n");
        this.json = new JsonFactory().createGenerator(group.toFile(), JsonEncoding.UTF8);
        json.useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("resourceType", "Group");
        json.writeStringField("id", rule.id());
        json.writeBooleanField("active", true);
        json.writeStringField("type", "person");
        json.writeBooleanField("actual", true);
        json.writeObjectFieldStart("code");
        json.writeArrayFieldStart("coding");
        json.writeStartObject();
        json.writeStringField("system", system);
        json.writeStringField("code", rule.id());
        json.writeStringField("display", rule.title());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeStringField("name", rule.id() + ", " + rule.title() + ", " + asOf);
    }

    /** @param since day of the latest reason; null when that is not known */
    void add(String patient, @Nullable LocalDate since) throws IOException {
        lines.write(patient + ',' + (since == null ? "" : since) + "\r\n");
        if (number++ == 0) {
            // FHIR has no empty lists.
            json.writeArrayFieldStart("member");
        }
        json.writeStartObject();
        json.writeObjectFieldStart("entity");
        json.writeStringField("reference", "Patient/" + patient);
        json.writeEndObject();
        if (since != null) {
            json.writeObjectFieldStart("period");
            json.writeStringField("start", since.toString());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Puts the files where they belong. @param files gets their names and SHA-256 */
    void publish(ObjectNode files) throws IOException {
        if (number > 0) {
            json.writeEndArray();
        }
        json.writeNumberField("quantity", number);
        json.writeEndObject();
        close();
        folder.move(table, name + ".csv", files);
        folder.move(group, name + ".json", files);
    }

    @Override
    public void close() throws IOException {
        lines.close();
        json.close();
    }
}
