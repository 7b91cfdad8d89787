package org.calcinosiscds.cdshooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.cdshooks.request.CdsRequest.HookContext;
import org.calcinosiscds.context.ContextFields;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;

/** Reads the context of a hook call, each hook with the fields that the specification gives it. */
final class ContextReader {
    private ContextReader() {}

    /** @throws RequestException with 400 naming a field that is missing or whose value is not allowed */
    static HookContext read(JsonValue context, String hook) {
        String user = StringFields.required(context, "userId", ContextFields.USER);
        String patientId = StringFields.required(context, "patientId", ContextFields.LOGICAL_ID);
        String encounterId = context.property("encounterId") == null && !hook.equals("encounter-discharge")
                ? null
                : StringFields.required(context, "encounterId", ContextFields.LOGICAL_ID);
        Set<String> fields = ContextFields.resourcesOf(hook);
        return new HookContext(
                user,
                patientId,
                encounterId,
                fields.contains(ContextFields.DRAFT_ORDERS) ? bundle(context, ContextFields.DRAFT_ORDERS) : null,
                fields.contains(ContextFields.SELECTIONS)
                        ? selections(present(context, ContextFields.SELECTIONS))
                        : null,
                fields.contains(ContextFields.CONDITIONS) ? bundle(context, ContextFields.CONDITIONS) : null);
    }

    private static JsonValue bundle(JsonValue context, String name) {
        JsonValue bundle = present(context, name).require(Kind.OBJECT);
        if (!"Bundle".equals(bundle.textOf("resourceType"))) {
            throw RequestException.badRequest(
                    bundle.place(), "Field '%s' must be a FHIR Bundle.".formatted(bundle.place()));
        }
        return bundle;
    }

    private static List<String> selections(JsonValue array) {
        List<String> selections = new ArrayList<>();
        for (JsonValue element : array.require(Kind.ARRAY).elements()) {
            String reference = element.require(Kind.STRING).text();
            if (reference == null || !ContextFields.REFERENCE.matches(reference)) {
                throw RequestException.badRequest(
                        element.place(),
                        "Field '%s' must be %s.".formatted(element.place(), ContextFields.REFERENCE.name()));
            }
            selections.add(reference);
        }
        if (selections.isEmpty()) {
            throw RequestException.badRequest(
                    array.place(), "Field '%s' must name at least one draft order.".formatted(array.place()));
        }
        return List.copyOf(selections);
    }

    private static JsonValue present(JsonValue context, String name) {
        @Nullable JsonValue value = context.property(name);
        if (value == null) {
            String place = context.place() + "." + name;
            throw RequestException.badRequest(place, "Field '%s' was absent.".formatted(place));
        }
        return value;
    }
}
