package org.calcinosiscds.context;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.calcinosiscds.fhir.LiteralReference;

/**
 * The fields of the context of each hook and the formats of their values.
 *
 * <p>Source: CDS Hooks, hook definitions of patient-view 1.0, order-select 1.0, order-sign 1.1, problem-list-item-create 1.0 and
 * encounter-discharge 1.0.
 */
public final class ContextFields {
    public static final String USER_ID = "userId";
    public static final String PATIENT_ID = "patientId";
    public static final String ENCOUNTER_ID = "encounterId";
    public static final String DRAFT_ORDERS = "draftOrders";
    public static final String SELECTIONS = "selections";
    public static final String CONDITIONS = "conditions";

    /** The hook whose answer depends on which of the problems is new. */
    static final String PROBLEM_LIST_ITEM_CREATE = "problem-list-item-create";

    /** The hooks that are about orders which are not signed yet. */
    static final Set<String> ORDER_HOOKS = Set.of("order-select", "order-sign");

    public static final Format LOGICAL_ID = new Format("a FHIR logical id", LiteralReference.ID);
    static final Format USER = new Format(
            "a reference to a Practitioner, PractitionerRole, Patient or RelatedPerson",
            Pattern.compile("(Practitioner|PractitionerRole|Patient|RelatedPerson)/" + LiteralReference.ID.pattern()));
    static final Format REFERENCE = new Format(
            "a reference such as 'MedicationRequest/1'",
            Pattern.compile("[A-Z][A-Za-z]+/" + LiteralReference.ID.pattern()));

    /** Required beside the user and the patient. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "order-select",
            List.of(DRAFT_ORDERS, SELECTIONS),
            "order-sign",
            List.of(DRAFT_ORDERS),
            PROBLEM_LIST_ITEM_CREATE,
            List.of(CONDITIONS),
            "encounter-discharge",
            List.of(ENCOUNTER_ID));

    private ContextFields() {}

    /** The fields that CDS Hooks requires in the context of a hook. */
    public static Set<String> required(String hook) {
        Set<String> fields = new LinkedHashSet<>(List.of(USER_ID, PATIENT_ID));
        fields.addAll(REQUIRED.getOrDefault(hook, List.of()));
        return fields;
    }

    /** The fields of a hook that hold or name what is being written. */
    public static Set<String> resourcesOf(String hook) {
        Set<String> fields = required(hook);
        fields.removeAll(Set.of(USER_ID, PATIENT_ID, ENCOUNTER_ID));
        return fields;
    }

    /** @param name with its article, for messages */
    public record Format(String name, Pattern pattern) {
        public boolean matches(String text) {
            return pattern.matcher(text).matches();
        }
    }
}
