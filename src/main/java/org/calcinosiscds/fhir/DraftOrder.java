package org.calcinosiscds.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;

/**
 * An order that is proposed, not placed: what an ActivityDefinition and the decision say of it.
 *
 * @param definition canonical of the ActivityDefinition with version
 * @param title name of the orderable
 * @param code what is ordered
 * @param priority FHIR request priority: {@code routine} or {@code urgent}
 * @param reasons references to the Conditions and Observations that made it due, such as {@code Condition/dialysis}
 */
public record DraftOrder(
        String definition, String title, CodeableConcept code, String priority, List<String> reasons) {}
