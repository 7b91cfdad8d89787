package org.calcinosiscds.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.context.HookContext.Selection;
import org.calcinosiscds.fhir.ParameterText;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/** Parameter {@code context} of FHIR operations. Its parts have the names of the fields in CDS Hooks. */
final class ContextParameter implements ContextSource {
    private final @Nullable JsonValue parameter;
    private final JsonGuard guard;
    private final BundleReader bundles;
    private final Map<String, List<JsonValue>> parts = new HashMap<>();

    /**
     * Sorts the parts by name.
     *
     * @param parameter null when there is none
     * @throws RequestException with 400 naming a part that the hook does not have
     */
    ContextParameter(@Nullable JsonValue parameter, String hook, JsonGuard guard, BundleReader bundles) {
        this.parameter = parameter;
        this.guard = guard;
        this.bundles = bundles;
        JsonValue array = parameter == null ? null : parameter.property("part");
        if (array == null) {
            return;
        }
        Set<String> names = new TreeSet<>(ContextFields.resourcesOf(hook));
        names.addAll(Set.of(ContextFields.USER_ID, ContextFields.ENCOUNTER_ID));
        for (JsonValue part : array.require(Kind.ARRAY).elements()) {
            String name = part.require(Kind.OBJECT).textOf("name");
            if (name == null || !names.contains(name)) {
                throw invalid(part, "With this hook the parts are " + String.join(", ", names) + ".");
            }
            List<JsonValue> all = parts.computeIfAbsent(name, each -> new ArrayList<>());
            all.add(part);
            if (all.size() > 1 && !name.equals(ContextFields.SELECTIONS)) {
                throw invalid(part, "Part '" + name + "' may be given once.");
            }
        }
    }

    @Override
    public String location() {
        return parameter == null ? "" : parameter.location();
    }

    /** Only what the data cannot say: orders with status draft are drafts, but a new problem looks like any other. */
    @Override
    public Set<String> required(String hook) {
        return hook.equals(ContextFields.PROBLEM_LIST_ITEM_CREATE) ? Set.of(ContextFields.CONDITIONS) : Set.of();
    }

    @Override
    public boolean has(String field) {
        return parts.containsKey(field);
    }

    @Override
    public @Nullable String text(String field, ContextFields.Format format) {
        return has(field) ? text(part(field), format) : null;
    }

    @Override
    public List<Selection> references(String field, ContextFields.Format format) {
        return parts.getOrDefault(field, List.of()).stream()
                .map(part -> new Selection(FhirPathLocation.of(part.location()), text(part, format)))
                .toList();
    }

    @Override
    public ReceivedBundle bundle(String field) {
        JsonValue part = part(field);
        JsonValue resource = part.property("resource");
        if (resource == null || !"Bundle".equals(resource.textOf("resourceType"))) {
            throw invalid(part, "The part must have a Bundle as its resource.");
        }
        ReceivedBundle received = bundles.readStrictly(guard.reopen(resource));
        if (!received.isWhole()) {
            throw invalid(resource, "The Bundle must hold all of what is being written, and no error.");
        }
        for (ReceivedResource each : received.resources()) {
            if (each.error() != null && !(each.resource() instanceof Patient)) {
                throw each.error();
            }
        }
        return received;
    }

    @Override
    public boolean isIdentified(ReceivedResource unsaved) {
        return unsaved.resource().getIdPart() != null || unsaved.fullUrl() != null;
    }

    @Override
    public RequestException absent(String field) {
        return new RequestException(
                Status.BAD_REQUEST,
                List.of(new OutcomeIssue(
                        "required",
                        "With this hook a parameter 'context' with a part '" + field
                                + "' is required: the data do not say which of the resources are new.",
                        parameter == null ? "Parameters.parameter" : FhirPathLocation.of(parameter.location()))));
    }

    private JsonValue part(String field) {
        return parts.getOrDefault(field, List.of()).get(0);
    }

    private static String text(JsonValue part, ContextFields.Format format) {
        String text = ParameterText.of(part);
        if (text == null || !format.matches(text)) {
            throw invalid(part, "The part must have a value that is " + format.name() + ".");
        }
        return text;
    }

    private static RequestException invalid(JsonValue value, String diagnostics) {
        return new RequestException(
                Status.BAD_REQUEST,
                List.of(new OutcomeIssue("invalid", diagnostics, FhirPathLocation.of(value.location()))));
    }
}
