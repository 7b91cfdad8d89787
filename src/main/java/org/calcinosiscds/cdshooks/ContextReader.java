package org.calcinosiscds.cdshooks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.calcinosiscds.cdshooks.request.CdsRequest.HookContext;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the context of a hook call, each hook with the fields that the specification gives it.
 *
 * <p>Source: CDS Hooks, hook definitions of patient-view 1.0, order-select 1.0, order-sign 1.1, problem-list-item-create 1.0 and
 * encounter-discharge 1.0.
 */
final class ContextReader {
    private static final Pattern ID = LiteralReference.ID;
    private static final Pattern USER =
            Pattern.compile("(Practitioner|PractitionerRole|Patient|RelatedPerson)/" + ID.pattern());
    private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]+/" + ID.pattern());

    private ContextReader() {}

    /** @throws RequestException with 400 naming a field that is missing or whose value is not allowed */
    static HookContext read(JsonValue context, String hook) {
        String user = StringFields.required(
                context, "userId", USER, "a reference to a Practitioner, PractitionerRole, Patient or RelatedPerson");
        String patientId = StringFields.required(context, "patientId", ID, "a FHIR logical id");
        String encounterId = context.property("encounterId") == null && !hook.equals("encounter-discharge")
                ? null
                : StringFields.required(context, "encounterId", ID, "a FHIR logical id");
        boolean hasDrafts = hook.equals("order-select") || hook.equals("order-sign");
        return new HookContext(
                user,
                patientId,
                encounterId,
                hasDrafts ? bundle(context, "draftOrders") : null,
                hook.equals("order-select") ? selections(present(context, "selections")) : null,
                hook.equals("problem-list-item-create") ? bundle(context, "conditions") : null);
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
            if (reference == null || !REFERENCE.matcher(reference).matches()) {
                throw RequestException.badRequest(
                        element.place(),
                        "Field '%s' must be a reference such as 'MedicationRequest/1'.".formatted(element.place()));
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
