package org.calcinosiscds.cql;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.cql.PlanDefinitionLogic.Action;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.order.DraftOrder;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.ActivityDefinition.ActivityDefinitionKind;
import org.hl7.fhir.r4.model.CodeableConcept;

/**
 * Reads recommendations from the values of the defines that the actions of a PlanDefinition name.
 *
 * @param notAvailable resource types that could not be fetched
 */
record RecommendationReader(
        KnowledgeBase knowledge, DefineValues values, UnsavedChanges session, Set<String> notAvailable) {

    /** @param card action of a card whose condition is true */
    Recommendation recommendation(Action card) {
        CardPresentation presentation = CardPresentation.of(values.get(card.presentation()), knowledge);
        List<String> triggers = presentation.evidence().because().stream()
                .map(each -> each.reference())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return new Recommendation(
                values.textOrEmpty(card.title()),
                values.textOrEmpty(card.description()),
                urgency(values.textOrEmpty(card.priority())),
                presentation.source(),
                presentation.links(),
                presentation.overrideReasons(),
                presentation.background(),
                presentation
                        .evidence()
                        .withNotAvailable(notAvailable.stream().sorted().toList()),
                card.children().stream()
                        .filter(group -> values.isTrue(group.condition()))
                        .map(group -> suggestion(group, triggers))
                        .filter(suggestion -> !suggestion.orders().isEmpty()
                                || !suggestion.deletions().isEmpty())
                        .toList());
    }

    private Suggestion suggestion(Action group, List<String> triggers) {
        List<Action> applicable = group.children().stream()
                .filter(child -> values.isTrue(child.condition()))
                .toList();
        return new Suggestion(
                values.textOrEmpty(group.title()),
                applicable.stream()
                        .flatMap(child ->
                                child.definition().stream().map(canonical -> order(child, canonical, triggers)))
                        .toList(),
                applicable.stream()
                        .flatMap(child -> child.removed().stream()
                                .flatMap(define -> values.get(define).texts().stream())
                                .filter(session::canDelete)
                                .map(reference -> new Suggestion.Deletion(child.label(), reference)))
                        .toList());
    }

    private DraftOrder order(Action action, String canonical, List<String> triggers) {
        ActivityDefinition activity = knowledge.activity(canonical);
        boolean isMedication = activity.getKind() == ActivityDefinitionKind.MEDICATIONREQUEST;
        CodeableConcept code = isMedication ? activity.getProductCodeableConcept() : activity.getCode();
        String text = values.text(action.codeText());
        if (text != null) {
            code = code.copy().setText(text);
        }
        return new DraftOrder(
                activity.getUrl() + "|" + activity.getVersion(),
                isMedication ? DraftOrder.Kind.MEDICATION_REQUEST : DraftOrder.Kind.SERVICE_REQUEST,
                code.getText(),
                code,
                activity.getDosage(),
                values.textOrEmpty(action.priority()),
                values.text(action.due()),
                action.bodySite()
                        .map(define -> values.get(define).optionalItems(CodeableConcept.class))
                        .orElse(List.of()),
                triggers);
    }

    private static Urgency urgency(String priority) {
        return switch (priority) {
            case "stat", "asap" -> Urgency.CRITICAL;
            case "urgent" -> Urgency.WARNING;
            default -> Urgency.INFO;
        };
    }
}
