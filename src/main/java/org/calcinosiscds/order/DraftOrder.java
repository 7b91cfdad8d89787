package org.calcinosiscds.order;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.jspecify.annotations.Nullable;

/**
 * An order that is proposed, not placed: what an ActivityDefinition and the decision say of it.
 *
 * @param definition canonical of the ActivityDefinition with version
 * @param kind what it becomes
 * @param title name of the orderable
 * @param code what is ordered: a service, or a medicine
 * @param dosage of a medicine, as far as the ActivityDefinition says; never a dose that it does not say
 * @param priority FHIR request priority: {@code routine} or {@code urgent}
 * @param due the day by which a service is to be done, such as {@code 2026-12-05}; null when the order does not say
 * @param bodySites where on the body a service is to be done, as the record names the sites; empty when it does not matter
 * @param reasons references to the Conditions and Observations that made it due, such as {@code Condition/dialysis}
 */
public record DraftOrder(
        String definition,
        Kind kind,
        String title,
        CodeableConcept code,
        List<Dosage> dosage,
        String priority,
        @Nullable String due,
        List<CodeableConcept> bodySites,
        List<String> reasons) {

    /** The resource that an order is written as. */
    public enum Kind {
        SERVICE_REQUEST,
        MEDICATION_REQUEST
    }
}
