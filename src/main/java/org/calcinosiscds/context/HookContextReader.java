package org.calcinosiscds.context;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.context.HookContext.Selection;
import org.calcinosiscds.fhir.ParameterText;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.order.DraftNames;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameter {@code context} of FHIR operations. Its parts have the names of the fields of the context in CDS Hooks. A Bundle alone
 * does not say which of its problems is new, nor which order was just selected.
 */
public class HookContextReader {
    private final JsonGuard guard;
    private final BundleReader bundles;

    public HookContextReader(JsonGuard guard, BundleReader bundles) {
        this.guard = guard;
        this.bundles = bundles;
    }

    /**
     * Reads the context of a hook.
     *
     * @param parameter of the name {@code context}; null when there was none
     * @throws RequestException with 400 naming a part that is missing, unknown or wrong
     * @throws org.calcinosiscds.outcome.RejectedInputException when an entry is no resource of FHIR R4
     */
    public HookContext read(@Nullable JsonValue parameter, String hook) {
        if (parameter == null) {
            if (hook.equals(ContextFields.PROBLEM_LIST_ITEM_CREATE)) {
                throw required("Parameters.parameter");
            }
            return HookContext.NONE;
        }
        Map<String, List<JsonValue>> parts = parts(parameter, hook);
        JsonValue conditions = first(parts, ContextFields.CONDITIONS);
        if (hook.equals(ContextFields.PROBLEM_LIST_ITEM_CREATE) && conditions == null) {
            throw required(parameter.place());
        }
        JsonValue orders = first(parts, ContextFields.DRAFT_ORDERS);
        ReceivedBundle drafts = orders == null ? ReceivedBundle.EMPTY : bundle(orders);
        List<ReceivedResource> draftOrders = orders == null ? null : withoutPatients(drafts);
        List<ReceivedResource> problems = conditions == null ? List.of() : withoutPatients(bundle(conditions));
        return new HookContext(
                parameter.place(),
                draftOrders,
                selections(parts.get(ContextFields.SELECTIONS)),
                problems,
                HookContext.skipped(drafts),
                named(draftOrders == null ? problems : draftOrders),
                text(first(parts, "encounterId"), ContextFields.LOGICAL_ID),
                userType(text(first(parts, "userId"), ContextFields.USER)));
    }

    private static Map<String, List<JsonValue>> parts(JsonValue parameter, String hook) {
        Set<String> names = Stream.concat(Stream.of("userId", "encounterId"), ContextFields.resourcesOf(hook).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, List<JsonValue>> parts = new LinkedHashMap<>();
        JsonValue array = parameter.property("part");
        for (JsonValue part :
                array == null ? List.<JsonValue>of() : array.require(Kind.ARRAY).elements()) {
            String name = part.require(Kind.OBJECT).textOf("name");
            if (name == null || !names.contains(name)) {
                throw refused(part.place(), "With this hook the parts are " + String.join(", ", names) + ".");
            }
            List<JsonValue> all = parts.computeIfAbsent(name, each -> new ArrayList<>());
            all.add(part);
            if (all.size() > 1 && !name.equals(ContextFields.SELECTIONS)) {
                throw refused(part.place(), "Part '" + name + "' may be given once.");
            }
        }
        return parts;
    }

    private static @Nullable JsonValue first(Map<String, List<JsonValue>> parts, String name) {
        List<JsonValue> all = parts.get(name);
        return all == null ? null : all.get(0);
    }

    private ReceivedBundle bundle(JsonValue part) {
        JsonValue resource = part.property("resource");
        if (resource == null || !"Bundle".equals(resource.textOf("resourceType"))) {
            throw refused(part.place(), "The part must have a Bundle as its resource.");
        }
        ReceivedBundle received = bundles.readStrictly(guard.reopen(resource));
        if (!received.isWhole()) {
            throw refused(resource.place(), "The Bundle must hold all of what is being written, and no error.");
        }
        return received;
    }

    /** The resources of a Bundle without Patients: the Patient is that of the record. */
    private static List<ReceivedResource> withoutPatients(ReceivedBundle received) {
        return received.resources().stream()
                .filter(each -> !(each.resource() instanceof Patient))
                .map(HookContextReader::understood)
                .toList();
    }

    /** A resource that is being written is what the request is about: there is no answer without it. */
    private static ReceivedResource understood(ReceivedResource each) {
        if (each.flaw() != null) {
            throw each.flaw();
        }
        return each;
    }

    private static Set<String> named(List<ReceivedResource> unsaved) {
        Set<String> taken = unsaved.stream()
                .map(each -> DraftNames.reference(each.resource()))
                .collect(Collectors.toSet());
        return DraftNames.give(
                unsaved.stream()
                        .filter(each -> each.fullUrl() == null)
                        .map(ReceivedResource::resource)
                        .toList(),
                taken);
    }

    private static @Nullable List<Selection> selections(@Nullable List<JsonValue> parts) {
        return parts == null
                ? null
                : parts.stream()
                        .map(part -> new Selection(
                                FhirPathLocation.of(part.place()), String.valueOf(text(part, ContextFields.REFERENCE))))
                        .toList();
    }

    private static @Nullable String userType(@Nullable String user) {
        return user == null ? null : new IdType(user).getResourceType();
    }

    /** Null when there is no part. */
    private static @Nullable String text(@Nullable JsonValue part, ContextFields.Format format) {
        if (part == null) {
            return null;
        }
        String text = ParameterText.of(part);
        if (text == null || !format.matches(text)) {
            throw refused(part.place(), "The part must have a value that is " + format.name() + ".");
        }
        return text;
    }

    private static RequestException required(String place) {
        return new RequestException(
                Status.BAD_REQUEST,
                List.of(new OutcomeIssue(
                        "required",
                        "With the hook '" + ContextFields.PROBLEM_LIST_ITEM_CREATE
                                + "' a parameter 'context' is needed whose part 'conditions' is a "
                                + "Bundle of the new problems: the data do not say which of them is new.",
                        FhirPathLocation.of(place))));
    }

    private static RequestException refused(String place, String diagnostics) {
        return new RequestException(
                Status.BAD_REQUEST, List.of(new OutcomeIssue("invalid", diagnostics, FhirPathLocation.of(place))));
    }
}
