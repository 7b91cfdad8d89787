package org.calcinosiscds.authoring;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked about a patient: by a case, or by an author who tries something out.
 *
 * @param hook such as {@code patient-view}
 * @param bundle the record in JSON
 * @param context what the context of the hook holds beside user and patient
 * @param asOf the moment that the rules treat as now, in the time zone of its offset
 * @param userType resource type of the user; null when it is not stated
 * @param parameters values of CQL parameters by name
 */
public record CaseInput(
        String hook,
        String bundle,
        ObjectNode context,
        ZonedDateTime asOf,
        @Nullable String userType,
        Map<String, Object> parameters) {
    /**
     * Reads input from the elements {@code hook}, {@code bundle}, {@code context}, {@code asOf}, {@code user} and {@code parameters} of a
     * JSON object; decimals keep their digits.
     *
     * @throws RequestException naming the element that is missing or wrong
     */
    public static CaseInput of(JsonNode json) {
        if (!json.path("hook").isString()) {
            throw RequestException.badRequest("hook", "The element 'hook' must name a hook.");
        }
        if (!json.path("bundle").isObject()) {
            throw RequestException.badRequest("bundle", "The element 'bundle' must be a Bundle.");
        }
        JsonNode context = json.path("context");
        return new CaseInput(
                json.path("hook").asString(),
                CaseJson.text(json.path("bundle")),
                context instanceof ObjectNode object ? object : (ObjectNode) CaseJson.read("{}"),
                asOf(json),
                json.path("user").isString() ? json.path("user").asString() : null,
                parameters(json.path("parameters")));
    }

    /** @throws RequestException when the body is not a JSON object */
    public static ObjectNode read(byte[] body) {
        try {
            if (CaseJson.read(new String(body, StandardCharsets.UTF_8)) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Its message quotes the body.
            throw RequestException.badRequest("", "The body must be a JSON object.");
        }
        throw RequestException.badRequest("", "The body must be a JSON object.");
    }

    /** The element {@code asOf}. */
    public static ZonedDateTime asOf(JsonNode json) {
        try {
            return OffsetDateTime.parse(json.path("asOf").asString("")).toZonedDateTime();
        } catch (DateTimeException e) {
            throw RequestException.badRequest("asOf", "The element 'asOf' must be an instant with a time zone.");
        }
    }

    static Map<String, Object> parameters(JsonNode json) {
        Map<String, Object> parameters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            Object value = CaseJson.value(each.getValue());
            if (value != null) {
                parameters.put(each.getKey(), value);
            }
        }
        return parameters;
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "CaseInput of hook " + hook;
    }
}
