package org.calcinosiscds.secondengine;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.RequestGroup.RequestGroupActionComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;

/**
 * What a CarePlan of either engine proposes, in one form: a line for each card with its problem, urgency and text, one for each
 * suggestion on it, and one for each order or kind of removal in that.
 */
final class PlannedActions {
    private final CarePlan plan;

    PlannedActions(CarePlan plan) {
        this.plan = plan;
    }

    /** What failed: the second engine leaves out the action and says so here. */
    List<String> failures() {
        return contained(OperationOutcome.class)
                .flatMap(outcome -> outcome.getIssue().stream())
                .map(OperationOutcome.OperationOutcomeIssueComponent::getDiagnostics)
                .toList();
    }

    Set<String> lines() {
        Set<String> lines = new TreeSet<>();
        contained(RequestGroup.class)
                .flatMap(group -> group.getAction().stream())
                .filter(Objects::nonNull) // The second engine lists what does not apply, too.
                .forEach(card -> addCard(card, lines));
        return lines;
    }

    private void addCard(RequestGroupActionComponent card, Set<String> lines) {
        String problem = codes(card.getCodeFirstRep());
        lines.add(String.join(" | ", problem, card.getPriority().toCode(), card.getTitle(), card.getDescription()));
        for (RequestGroupActionComponent suggestion : card.getAction()) {
            String location = problem + " > " + suggestion.getTitle();
            lines.add(location);
            suggestion.getAction().forEach(content -> lines.add(location + " > " + content(content)));
        }
    }

    private String content(RequestGroupActionComponent content) {
        String reference = content.getResource().getReference();
        return contained(Resource.class)
                .filter(each -> reference != null
                        && reference.equals("#" + each.getIdPart().replace("#", "")))
                .findFirst()
                .map(PlannedActions::order)
                .orElse(content.getTitle());
    }

    private static String order(Resource resource) {
        if (resource instanceof ServiceRequest order) {
            return Stream.of(
                            order.getInstantiatesCanonical().get(0).getValue(),
                            codes(order.getCode()),
                            order.getCode().getText(),
                            priority(order.getPriorityElement()),
                            order.hasOccurrence() ? order.getOccurrence().primitiveValue() : "")
                    .collect(Collectors.joining(" | "));
        }
        MedicationRequest order = (MedicationRequest) resource;
        return Stream.of(
                        order.getInstantiatesCanonical().get(0).getValue(),
                        codes(order.getMedicationCodeableConcept()),
                        priority(order.getPriorityElement()),
                        order.getDosageInstructionFirstRep().getRoute().getText())
                .collect(Collectors.joining(" | "));
    }

    private static String priority(Enumeration<?> priority) {
        return priority.hasValue() ? priority.asStringValue() : "";
    }

    private static String codes(CodeableConcept concept) {
        return concept.getCoding().stream()
                .map(coding -> coding.getSystem() + "#" + coding.getCode())
                .collect(Collectors.joining(", "));
    }

    private <R extends Resource> Stream<R> contained(Class<R> type) {
        return plan.getContained().stream().filter(type::isInstance).map(type::cast);
    }
}
