package org.calcinosiscds.assess;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.assess.HookContext.Selection;
import org.calcinosiscds.fhir.LiteralReference;
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
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameter {@code context}, whose parts are the fields that CDS Hooks gives the context of the hook, under the same names. A
 * Bundle alone does not say which of its problems is new, nor which order was just picked.
 */
public class HookContextReader {
    /** Its answer depends on which of the problems is new. */
    private static final String NEEDS_THE_NEW = "problem-list-item-create";

    private static final Map<String, Set<String>> OF_HOOK = Map.of(
            "order-select",
            Set.of("draftOrders", "selections"),
            "order-sign",
            Set.of("draftOrders"),
            NEEDS_THE_NEW,
            Set.of("conditions"));

    private static final Pattern ID = LiteralReference.ID;
    private static final Pattern USER =
            Pattern.compile("(Practitioner|PractitionerRole|Patient|RelatedPerson)/" + ID.pattern());
    private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]+/" + ID.pattern());

    private final JsonGuard guard;
    private final BundleReader bundles;

    public HookContextReader(JsonGuard guard, BundleReader bundles) {
        this.guard = guard;
        this.bundles = bundles;
    }

    /**
     * Reads it, for the hook that is asked.
     *
     * @param parameter of the name {@code context}; null when there was none
     * @throws RequestException with 400 naming a part that is missing, unknown or wrong
     * @throws org.calcinosiscds.outcome.RejectedInputException when an entry is no resource of FHIR R4
     */
    public HookContext read(@Nullable JsonValue parameter, String hook) {
        if (parameter == null) {
            if (hook.equals(NEEDS_THE_NEW)) {
                throw required("Parameters.parameter");
            }
            return HookContext.NONE;
        }
        Map<String, List<JsonValue>> parts = parts(parameter, hook);
        List<JsonValue> conditions = parts.getOrDefault("conditions", List.of());
        if (hook.equals(NEEDS_THE_NEW) && conditions.isEmpty()) {
            throw required(parameter.place());
        }
        List<JsonValue> orders = parts.getOrDefault("draftOrders", List.of());
        List<ReceivedResource> drafts = orders.isEmpty() ? null : bundle(orders);
        List<ReceivedResource> problems = conditions.isEmpty() ? List.of() : bundle(conditions);
        return new HookContext(
                parameter.place(),
                drafts,
                parts.containsKey("selections") ? selections(parts.get("selections")) : null,
                problems,
                named(drafts == null ? problems : drafts),
                text(parts, "encounterId", ID, "a FHIR logical id"),
                userType(text(
                        parts,
                        "userId",
                        USER,
                        "a reference to a Practitioner, PractitionerRole, Patient or RelatedPerson")));
    }

    private static Map<String, List<JsonValue>> parts(JsonValue parameter, String hook) {
        Set<String> names = Stream.concat(
                        Stream.of("userId", "encounterId"), OF_HOOK.getOrDefault(hook, Set.of()).stream())
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
            if (all.size() > 1 && !name.equals("selections")) {
                throw refused(part.place(), "Part '" + name + "' may be given once.");
            }
        }
        return parts;
    }

    /** The resources of a Bundle but Patients, who are those of the record. */
    private List<ReceivedResource> bundle(List<JsonValue> parts) {
        JsonValue part = parts.get(0);
        JsonValue resource = part.property("resource");
        if (resource == null || !"Bundle".equals(resource.textOf("resourceType"))) {
            throw refused(part.place(), "The part must have a Bundle as its resource.");
        }
        ReceivedBundle received = bundles.readStrictly(guard.reopen(resource));
        if (!received.isWhole()) {
            throw refused(resource.place(), "The Bundle must hold all of what is being written, and no error.");
        }
        return received.resources().stream()
                .filter(each -> !(each.resource() instanceof Patient))
                .map(HookContextReader::understood)
                .toList();
    }

    /** What is being written is the question itself: there is no answer without it. */
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

    private static List<Selection> selections(List<JsonValue> parts) {
        return parts.stream()
                .map(part -> new Selection(
                        FhirPathLocation.of(part.place()),
                        text(part, REFERENCE, "a reference such as 'MedicationRequest/1'")))
                .toList();
    }

    private static @Nullable String userType(@Nullable String user) {
        return user == null ? null : user.replaceFirst("/.*", "");
    }

    private static @Nullable String text(
            Map<String, List<JsonValue>> parts, String name, Pattern pattern, String expected) {
        List<JsonValue> given = parts.get(name);
        return given == null ? null : text(given.get(0), pattern, expected);
    }

    private static String text(JsonValue part, Pattern pattern, String expected) {
        String text = ParameterText.of(part);
        if (text == null || !pattern.matcher(text).matches()) {
            throw refused(part.place(), "The part must have a value that is " + expected + ".");
        }
        return text;
    }

    private static RequestException required(String place) {
        return new RequestException(
                Status.BAD_REQUEST,
                List.of(new OutcomeIssue(
                        "required",
                        "With the hook '" + NEEDS_THE_NEW
                                + "' a parameter 'context' is needed whose part 'conditions' is a "
                                + "Bundle of the new problems: the data do not say which of them is new.",
                        FhirPathLocation.of(place))));
    }

    private static RequestException refused(String place, String diagnostics) {
        return new RequestException(
                Status.BAD_REQUEST, List.of(new OutcomeIssue("invalid", diagnostics, FhirPathLocation.of(place))));
    }
}
