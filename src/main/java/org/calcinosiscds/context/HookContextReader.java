package org.calcinosiscds.context;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.order.DraftNames;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Reads the context of a hook, for hook calls and for FHIR operations. */
public class HookContextReader {
    private final JsonGuard guard;
    private final BundleReader bundles;

    public HookContextReader(JsonGuard guard, BundleReader bundles) {
        this.guard = guard;
        this.bundles = bundles;
    }

    /**
     * Reads parameter {@code context} of a FHIR operation.
     *
     * @param parameter of the name {@code context}; null when there was none
     * @throws RequestException with 400 naming a part that is missing, unknown or wrong
     * @throws org.calcinosiscds.outcome.RejectedInputException when an entry is no resource of FHIR R4
     */
    public HookContext read(@Nullable JsonValue parameter, String hook) {
        return read(new ContextParameter(parameter, hook, guard, bundles), hook);
    }

    /**
     * Reads a context in any notation.
     *
     * @throws RequestException with 400 naming a field that is missing or wrong
     * @throws org.calcinosiscds.outcome.RejectedInputException when an entry is no resource of FHIR R4
     */
    public static HookContext read(ContextSource source, String hook) {
        for (String field : source.required(hook)) {
            if (!source.has(field)) {
                throw source.absent(field);
            }
        }
        String user = source.text(ContextFields.USER_ID, ContextFields.USER);
        String encounterId = source.text(ContextFields.ENCOUNTER_ID, ContextFields.LOGICAL_ID);
        Set<String> fields = ContextFields.resourcesOf(hook);
        fields.removeIf(field -> !source.has(field));
        ReceivedBundle drafts = fields.contains(ContextFields.DRAFT_ORDERS)
                ? source.bundle(ContextFields.DRAFT_ORDERS)
                : ReceivedBundle.EMPTY;
        ReceivedBundle conditions = fields.contains(ContextFields.CONDITIONS)
                ? source.bundle(ContextFields.CONDITIONS)
                : ReceivedBundle.EMPTY;
        List<ReceivedResource> draftOrders = withoutPatients(drafts);
        List<ReceivedResource> problems = withoutPatients(conditions);
        return new HookContext(
                source.location(),
                fields.contains(ContextFields.DRAFT_ORDERS) ? draftOrders : null,
                fields.contains(ContextFields.SELECTIONS)
                        ? source.references(ContextFields.SELECTIONS, ContextFields.REFERENCE)
                        : null,
                problems,
                skipped(drafts),
                named(Stream.concat(draftOrders.stream(), problems.stream()).toList(), source),
                encounterId,
                user);
    }

    /** The Patient is that of the record. */
    private static List<ReceivedResource> withoutPatients(ReceivedBundle received) {
        return received.resources().stream()
                .filter(each -> !(each.resource() instanceof Patient))
                .toList();
    }

    /** References of the resources that no rule reads. */
    private static Set<String> skipped(ReceivedBundle drafts) {
        return drafts.skipped().stream()
                .flatMap(each -> Stream.ofNullable(each.reference()))
                .collect(Collectors.toSet());
    }

    private static Set<String> named(List<ReceivedResource> unsaved, ContextSource source) {
        Set<String> taken = unsaved.stream()
                .map(each -> DraftNames.reference(each.resource()))
                .collect(Collectors.toSet());
        List<Resource> unidentified = unsaved.stream()
                .filter(each -> !source.isIdentified(each))
                .map(ReceivedResource::resource)
                .toList();
        return DraftNames.give(unidentified, taken);
    }
}
