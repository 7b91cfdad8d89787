package org.calcinosiscds.cdshooks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Body of a hook call as raw JSON, so that tests can put anything anywhere. */
public final class HookRequest {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** A call that is answered with a card: one Patient, one Observation of 71.40, no Conditions. */
    public static HookRequest patientView() {
        return patientView("p1", "71.40");
    }

    public static HookRequest patientView(String patientId, String value) {
        return new HookRequest()
                .with("hook", "\"patient-view\"")
                .with("hookInstance", "\"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea\"")
                .with("context.userId", "\"Practitioner/dr1\"")
                .with("context.patientId", quoted(patientId))
                .with("prefetch.patient", patient(patientId))
                .with("prefetch.observations", searchset(observation("ca", patientId, value)))
                .with("prefetch.conditions", "null");
    }

    static String patient(String id) {
        return "{\"resourceType\":\"Patient\",\"id\":%s,\"birthDate\":\"1960-02-03\"}".formatted(quoted(id));
    }

    static String observation(String id, String patientId, String value) {
        return """
                {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"calcium"},\
                "subject":{"reference":"Patient/%s"},"effectiveDateTime":"2026-11-11",\
                "valueQuantity":{"value":%s,"unit":"mg/dL"}}""".formatted(id, patientId, value);
    }

    static String searchset(String... resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[%s]}"
                .formatted(Arrays.stream(resources)
                        .map(resource -> "{\"resource\":" + resource + "}")
                        .collect(Collectors.joining(",")));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * Puts raw JSON in a place.
     *
     * @param path a name, or two with a dot between
     */
    HookRequest with(String path, String json) {
        objectOf(path).put(path.substring(path.indexOf('.') + 1), json);
        return this;
    }

    HookRequest without(String path) {
        objectOf(path).remove(path.substring(path.indexOf('.') + 1));
        return this;
    }

    @SuppressWarnings("unchecked") // Only this class puts maps in.
    private Map<String, Object> objectOf(String path) {
        int dot = path.indexOf('.');
        return dot < 0
                ? fields
                : (Map<String, Object>) fields.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<>());
    }

    /** The body. */
    @Override
    public String toString() {
        return json(fields);
    }

    private static String json(Map<?, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey().toString()) + ":"
                        + (field.getValue() instanceof Map<?, ?> object ? json(object) : field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
