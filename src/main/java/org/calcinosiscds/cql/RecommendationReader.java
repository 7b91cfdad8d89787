package org.calcinosiscds.cql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.knowledge.Canonicals;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.order.DraftOrder;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.ActivityDefinition.ActivityDefinitionKind;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * Reads recommendations from the values of the defines that the actions of a PlanDefinition name.
 *
 * @param notAvailable resource types that could not be fetched
 */
record RecommendationReader(
        KnowledgeBase knowledge, DefineValues values, UnsavedChanges session, Set<String> notAvailable) {

    /** @param card action of a card whose condition is true */
    Recommendation recommendation(PlanAction card) {
        CardPresentation presentation =
                card.plain().orElseGet(() -> CardPresentation.of(values.get(card.presentation()), knowledge));
        List<String> triggers = presentation.evidence().because().stream()
                .map(each -> each.reference())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        String summary = values.textOrEmpty(card.title());
        String detail = values.textOrEmpty(card.description());
        if (card.plain().isPresent() && summary.length() > Recommendation.MAX_SUMMARY) {
            // Plans of others do not know the limit of CDS Hooks. Nothing of the text is lost.
            detail = detail.isEmpty() || detail.equals(summary) ? summary : summary + "\n\n" + detail;
            summary = summary.substring(0, Recommendation.MAX_SUMMARY - 1) + "…";
        }
        return new Recommendation(
                summary,
                detail,
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

    private Suggestion suggestion(PlanAction group, List<String> triggers) {
        List<PlanAction> applicable = group.children().stream()
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

    private DraftOrder order(PlanAction action, String canonical, List<String> triggers) {
        ActivityDefinition activity = knowledge.activity(canonical);
        boolean isMedication = isMedication(activity);
        CodeableConcept code = code(activity);
        String text = values.text(action.codeText());
        if (text != null) {
            code = code.copy().setText(text);
        }
        return new DraftOrder(
                Canonicals.of(activity),
                isMedication ? DraftOrder.Kind.MEDICATION_REQUEST : DraftOrder.Kind.SERVICE_REQUEST,
                text == null ? title(activity).orElse("") : text,
                code,
                activity.getDosage(),
                values.textOrEmpty(action.priority()),
                values.text(action.due()),
                action.bodySite()
                        .map(define -> values.get(define).optionalItems(CodeableConcept.class))
                        .orElse(List.of()),
                triggers);
    }

    /** What an order is called: the text of its code, or else the display. */
    static Optional<String> title(ActivityDefinition activity) {
        CodeableConcept code = code(activity);
        return Stream.concat(
                        Stream.of(code.getText()), code.getCoding().stream().map(Coding::getDisplay))
                .filter(text -> text != null && !text.isBlank())
                .findFirst();
    }

    private static CodeableConcept code(ActivityDefinition activity) {
        return isMedication(activity)
                ? activity.hasProductCodeableConcept() ? activity.getProductCodeableConcept() : new CodeableConcept()
                : activity.getCode();
    }

    private static boolean isMedication(ActivityDefinition activity) {
        return activity.getKind() == ActivityDefinitionKind.MEDICATIONREQUEST;
    }

    private static Urgency urgency(String priority) {
        return switch (priority) {
            case "stat", "asap" -> Urgency.CRITICAL;
            case "urgent" -> Urgency.WARNING;
            default -> Urgency.INFO;
        };
    }
}
