package org.calcinosiscds.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One folder: a patient and what must be said.
 *
 * @param folder where the case is; several cases in one record have the folder of the first
 * @param name of the folder, which says what the case shows
 * @param bundle {@code Bundle.json}
 * @param expected {@code expected.json}
 * @param context {@code context.json}: what the hook's context holds beside user and patient; empty without that file
 */
public record PatientCase(CaseFolder folder, String name, ObjectNode bundle, JsonNode expected, ObjectNode context) {

    /** Every case there is, by name. */
    public static List<PatientCase> all() {
        return CaseFolder.all().stream().map(PatientCase::read).toList();
    }

    /** Each so many-th case, by name. */
    public static List<PatientCase> every(int step) {
        List<CaseFolder> folders = CaseFolder.all();
        return IntStream.range(0, folders.size())
                .filter(index -> index % step == 0)
                .mapToObj(index -> read(folders.get(index)))
                .toList();
    }

    /** The case of that name, if there is one. */
    public static Optional<PatientCase> named(String name) {
        return CaseFolder.named(name).map(PatientCase::read);
    }

    private static PatientCase read(CaseFolder folder) {
        try {
            Path context = folder.file("context.json");
            return new PatientCase(
                    folder,
                    folder.name(),
                    (ObjectNode) Json.read(Files.readString(folder.file("Bundle.json"))),
                    Json.read(Files.readString(folder.file("expected.json"))),
                    (ObjectNode) Json.read(Files.exists(context) ? Files.readString(context) : "{}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same question about another record. */
    public PatientCase with(ObjectNode otherBundle) {
        return with(otherBundle, expected, context);
    }

    /** The same case with other content. */
    public PatientCase with(ObjectNode otherBundle, JsonNode otherExpected, ObjectNode otherContext) {
        return new PatientCase(folder, name, otherBundle, otherExpected, otherContext);
    }

    /** Id of the service that is asked. */
    public String service() {
        return "calcinosis-" + hook();
    }

    /** The hook that is called. */
    public String hook() {
        return folder.hook();
    }

    /** The whole context of the call. */
    public ObjectNode hookContext() {
        return context.deepCopy().put("userId", userType() + "/user").put("patientId", patientId());
    }

    /** Resources of the Bundle in their order. */
    public List<JsonNode> resources() {
        return bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .toList();
    }

    /** The patient in context is the first in the Bundle. */
    public String patientId() {
        return resources().stream()
                .filter(resource ->
                        "Patient".equals(resource.path("resourceType").asString()))
                .map(resource -> resource.path("id").asString())
                .findFirst()
                .orElseThrow();
    }

    /** The whole record, read as the service reads it. */
    public PatientBundle record() {
        return PatientRecords.of(bundle.toString(), patientId());
    }

    /** The moment that is asked about, as a call says it. */
    public String asOfText() {
        return expected.path("asOf").asString();
    }

    /** The same, read: in the time zone of its offset. */
    public ZonedDateTime asOf() {
        return OffsetDateTime.parse(asOfText()).toZonedDateTime();
    }

    /** References of the drafts that the cards advise against, by problem; a card without them has none. */
    public Map<String, List<String>> deletions() {
        Map<String, List<String>> deletions = new TreeMap<>();
        expected.path("cards")
                .forEach(card -> deletions.put(
                        card.path("problem").asString(),
                        Json.strings(card.path("deletes")).sorted().toList()));
        return deletions;
    }

    /** What each card says first, by problem. */
    public Map<String, String> summaries() {
        Map<String, String> summaries = new TreeMap<>();
        expected.path("cards")
                .forEach(card -> summaries.put(
                        card.path("problem").asString(), card.path("summary").asString("")));
        return summaries;
    }

    /** Ids of the orderables that each card proposes, ascending, by problem; a card without orders has none. */
    public Map<String, List<String>> orders() {
        Map<String, List<String>> orders = new TreeMap<>();
        expected.path("cards")
                .forEach(card -> orders.put(
                        card.path("problem").asString(),
                        Json.strings(card.path("orders")).sorted().toList()));
        return orders;
    }

    /** Resource type of the user. */
    public String userType() {
        return expected.path("user").asString();
    }

    /** CQL parameters that no caller of the service can set; most cases have none. */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        expected.path("parameters")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), Json.value(each.getValue())));
        return new TreeMap<>(parameters);
    }

    /** What must be said. */
    public Answer answer() {
        return new Answer(
                Json.strings(expected.path("rules")).sorted().toList(),
                Product.of(Json.map(expected.path("product"))),
                Answer.types(Json.strings(expected.path("types")).toList()),
                expected.path("cards")
                        .valueStream()
                        .map(card -> card.path("problem").asString() + " "
                                + card.path("indicator").asString())
                        .toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
