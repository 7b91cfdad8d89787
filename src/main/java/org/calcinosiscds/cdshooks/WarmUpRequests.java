package org.calcinosiscds.cdshooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.context.ContextFields;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.PrefetchQuery;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Hook calls about the synthetic patients that are packaged for the warm-up: each service is asked about each of them. */
final class WarmUpRequests {
    private static final String RECORDS = "classpath*:warm-up/**/Bundle.json";
    private static final String PATIENT = "warm-up-patient";
    private static final String HOOK_INSTANCE = "00000000-0000-4000-8000-000000000000";
    private static final String AS_OF = "2026-11-21T09:00:00Z";

    private final JsonMapper mapper;
    private final List<Template> templates = new ArrayList<>();

    private record Template(String path, String body) {}

    /** @param body of a call about a patient whom no other call is about */
    record Call(String path, String body) {}

    WarmUpRequests(List<DecisionService> services, JsonMapper mapper) {
        this.mapper = mapper;
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(RECORDS)) {
                try (InputStream text = file.getInputStream()) {
                    List<JsonNode> record = record(mapper.readTree(text));
                    services.forEach(service -> add(service, record));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the records of the warm-up.", e);
        }
    }

    /** One call of each kind. */
    List<Call> round(int number) {
        return templates.stream()
                .map(each -> new Call(each.path(), each.body().replace(PATIENT, PATIENT + "-" + number)))
                .toList();
    }

    /** The resources of a Bundle with the id of its patient replaced. */
    private List<JsonNode> record(JsonNode bundle) {
        String id = bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> type(resource).equals("Patient"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        String renamed =
                mapper.writeValueAsString(bundle).replace("\"Patient/" + id + "\"", "\"Patient/" + PATIENT + "\"");
        List<JsonNode> record = new ArrayList<>();
        mapper.readTree(renamed).path("entry").forEach(entry -> record.add(entry.path("resource")));
        record.stream()
                .filter(resource -> type(resource).equals("Patient"))
                .forEach(patient -> ((ObjectNode) patient).put("id", PATIENT));
        return record;
    }

    /** Adds no call where the record lacks what the hook is about, such as a draft order. */
    private void add(DecisionService service, List<JsonNode> record) {
        ObjectNode request =
                mapper.createObjectNode().put("hook", service.hook()).put("hookInstance", HOOK_INSTANCE);
        ObjectNode context = request.putObject("context")
                .put(ContextFields.USER_ID, "Practitioner/warm-up")
                .put(ContextFields.PATIENT_ID, PATIENT)
                .put(ContextFields.ENCOUNTER_ID, "warm-up-encounter");
        List<JsonNode> saved = new ArrayList<>(record);
        for (String field : ContextFields.resourcesOf(service.hook())) {
            List<JsonNode> unsaved = record.stream()
                    .filter(
                            field.equals(ContextFields.CONDITIONS)
                                    ? WarmUpRequests::isCondition
                                    : WarmUpRequests::isDraft)
                    .toList();
            if (unsaved.isEmpty()) {
                return;
            }
            if (field.equals(ContextFields.SELECTIONS)) {
                ArrayNode selections = context.putArray(field);
                unsaved.forEach(draft ->
                        selections.add(type(draft) + "/" + draft.path("id").asString()));
            } else {
                context.set(field, bundle("collection", unsaved));
                saved.removeAll(unsaved);
            }
        }
        request.putObject("extension").putObject(Card.Extension.VENDOR).put("asOf", AS_OF);
        ObjectNode prefetch = request.putObject("prefetch");
        service.prefetch().forEach((key, query) -> prefetch.set(key, answer(query, saved)));
        templates.add(new Template("/cds-services/" + service.id(), mapper.writeValueAsString(request)));
    }

    private static boolean isCondition(JsonNode resource) {
        return type(resource).equals("Condition");
    }

    private static boolean isDraft(JsonNode resource) {
        return resource.path("status").asString("").equals("draft");
    }

    private JsonNode answer(PrefetchQuery query, List<JsonNode> saved) {
        List<JsonNode> ofType = saved.stream()
                .filter(resource -> type(resource).equals(query.resourceType()))
                .toList();
        if (query.isRead() && !ofType.isEmpty()) {
            return ofType.get(0);
        }
        // A resource is in the answer to the first query of its type.
        saved.removeAll(ofType);
        return bundle("searchset", ofType);
    }

    private ObjectNode bundle(String type, List<JsonNode> resources) {
        ObjectNode bundle =
                mapper.createObjectNode().put("resourceType", "Bundle").put("type", type);
        if (!resources.isEmpty()) {
            ArrayNode entries = bundle.putArray("entry");
            resources.forEach(resource -> entries.addObject().set("resource", resource));
        }
        return bundle;
    }

    private static String type(JsonNode resource) {
        return resource.path("resourceType").asString("");
    }
}
