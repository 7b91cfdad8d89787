package org.calcinosiscds.cdshooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.context.ContextFields;
import org.calcinosiscds.context.ContextSource;
import org.calcinosiscds.context.HookContext.Selection;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code context} of a hook call.
 *
 * @param value an object
 */
record CallContext(JsonValue value, BundleReader bundles) implements ContextSource {
    @Override
    public String location() {
        return value.location();
    }

    @Override
    public Set<String> required(String hook) {
        return ContextFields.required(hook);
    }

    @Override
    public boolean has(String field) {
        return value.property(field) != null;
    }

    @Override
    public @Nullable String text(String field, ContextFields.Format format) {
        return has(field) ? StringFields.required(value, field, format) : null;
    }

    @Override
    public List<Selection> references(String field, ContextFields.Format format) {
        JsonValue array = property(field).require(Kind.ARRAY);
        List<Selection> references = new ArrayList<>();
        for (JsonValue element : array.elements()) {
            String text = element.require(Kind.STRING).text();
            if (text == null || !format.matches(text)) {
                throw invalid(element, "must be " + format.name());
            }
            references.add(new Selection(element.location(), text));
        }
        if (references.isEmpty()) {
            throw invalid(array, "must name at least one draft order");
        }
        return List.copyOf(references);
    }

    /** A resource that is not understood stays in the Bundle: it is missing data, for which there may be a card. */
    @Override
    public ReceivedBundle bundle(String field) {
        JsonValue bundle = property(field).require(Kind.OBJECT);
        if (!"Bundle".equals(bundle.textOf("resourceType"))) {
            throw invalid(bundle, "must be a FHIR Bundle");
        }
        ReceivedBundle received = bundles.read(bundle);
        if (received.failed()) {
            throw invalid(bundle, "held an OperationOutcome in place of the data");
        }
        return received;
    }

    /** Suggestions name resources by type and id. */
    @Override
    public boolean isIdentified(ReceivedResource unsaved) {
        return unsaved.resource().getIdPart() != null;
    }

    @Override
    public RequestException absent(String field) {
        return StringFields.absent(location() + "." + field);
    }

    private JsonValue property(String field) {
        JsonValue property = value.property(field);
        if (property == null) {
            throw absent(field);
        }
        return property;
    }

    private static RequestException invalid(JsonValue value, String problem) {
        return RequestException.badRequest(value.location(), "Field '%s' %s.".formatted(value.location(), problem));
    }

    @Override
    public String toString() {
        return "CallContext";
    }
}
