package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.decision.Evidence;
import org.calcinosiscds.decision.Recommendation.Code;
import org.calcinosiscds.decision.Recommendation.Source;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.jspecify.annotations.Nullable;

/**
 * A plan that has none of the extensions of this content, such as a plan of another guideline: its cards are made of the elements of FHIR
 * alone.
 *
 * <p>Each action is a card, except that an action that has nothing but a title, triggers and actions groups the cards below it. An
 * ActivityDefinition of the card's action, or of actions below it, is an order; actions below it that give a reason and no definition are
 * reasons for an override. A card is a rule and a problem of its own: the id of the plan, a hyphen, and the id of the action or its number.
 */
public final class PlainPlan {
    private static final Predicate<String> WEB_ADDRESS =
            Pattern.compile("https?://\\S+").asMatchPredicate();

    private final PlanDefinition plan;
    private final PlanDefines defines;

    /** By key, in the order of the plan. */
    private final Map<String, PlanAction> cards = new LinkedHashMap<>();

    PlainPlan(PlanDefinition plan, PlanDefines defines) {
        this.plan = plan;
        this.defines = defines;
        collect("action", plan.getAction());
    }

    /** Whether a plan has neither the list of its true rules nor the presentation of a card. */
    public static boolean is(PlanDefinition plan) {
        return !plan.hasExtension(CqlKnowledge.TRUE_RULES)
                && plan.getAction().stream().noneMatch(action -> action.hasExtension(CqlKnowledge.CARD_PRESENTATION));
    }

    /** Whether an action says nothing on its card: it orders nothing, gives no reason and has no actions. */
    public static boolean isIgnored(PlanDefinitionActionComponent action) {
        return PlanDefines.definition(action).isEmpty() && !action.hasReason() && !action.hasAction();
    }

    /** Whether an action only groups the cards below it. */
    public static boolean isGroup(PlanDefinitionActionComponent action) {
        return !action.hasCondition()
                && !action.hasDefinition()
                && action.getDescription() == null
                && action.getTextEquivalent() == null
                && !action.hasDynamicValue()
                && action.getAction().stream().anyMatch(each -> each.getTitle() != null);
    }

    List<PlanAction> cards() {
        return List.copyOf(cards.values());
    }

    /** Name of the define that lists the keys of the cards that apply. */
    String rules() {
        return defines.add(
                "rules",
                cards.entrySet().stream()
                        .map(card -> "if \"%s\" then '%s' else null"
                                .formatted(card.getValue().condition(), card.getKey()))
                        .collect(Collectors.joining(",\n    ", "({\n    ", "\n  }) Rule where Rule is not null")));
    }

    private void collect(String path, List<PlanDefinitionActionComponent> actions) {
        for (int i = 0; i < actions.size(); i++) {
            PlanDefinitionActionComponent action = actions.get(i);
            String place = path + "[" + i + "]";
            if (isGroup(action)) {
                collect(place + ".action", action.getAction());
            } else {
                String key = key(action);
                cards.put(key, card(place, action, key));
            }
        }
    }

    /** Of letters, digits, hyphens and full stops, as ids are. */
    private String key(PlanDefinitionActionComponent action) {
        int number = cards.size() + 1;
        String key = (plan.getIdPart() + "-" + (action.getId() != null ? action.getId() : number))
                .replaceAll("[^A-Za-z0-9.-]", "-");
        return cards.containsKey(key) ? key + "-" + number : key;
    }

    private PlanAction card(String path, PlanDefinitionActionComponent action, String key) {
        List<PlanAction> suggestions = new ArrayList<>(
                suggestion(path, action, List.of(action)).stream().toList());
        for (int i = 0; i < action.getAction().size(); i++) {
            PlanDefinitionActionComponent each = action.getAction().get(i);
            String place = path + ".action[" + i + "]";
            suggestion(place, each, each.hasDefinition() ? List.of(each) : each.getAction())
                    .ifPresent(suggestions::add);
        }
        return PlanAction.plainCard(
                condition(path, action),
                value(path, action, "title", defines.addText(path + ".title", name(action))),
                value(path, action, "description", defines.addText(path + ".description", detail(action))),
                value(path, action, "priority", defines.addText(path + ".priority", priority(action))),
                new CardPresentation(source(action), List.of(), reasons(action), List.of(), Evidence.ofOneRule(key)),
                List.copyOf(suggestions));
    }

    /** The orders of actions, to be accepted together; empty when there is none. */
    private Optional<PlanAction> suggestion(
            String path, PlanDefinitionActionComponent action, List<PlanDefinitionActionComponent> ordering) {
        List<PlanAction> orders = new ArrayList<>();
        for (PlanDefinitionActionComponent each : ordering) {
            PlanDefines.definition(each)
                    .ifPresent(definition -> orders.add(
                            PlanAction.order(condition(path + ".order[" + orders.size() + "]", each), definition)));
        }
        return orders.isEmpty()
                ? Optional.empty()
                : Optional.of(PlanAction.suggestion(
                        condition(path, action), defines.addText(path + ".label", name(action)), orders));
    }

    /** Of the type that the service reads, also where the define is a boolean of FHIR. */
    private String condition(String path, PlanDefinitionActionComponent action) {
        return defines.add(path + ".applies", "\"" + defines.condition(path, action) + "\" is true");
    }

    private String name(PlanDefinitionActionComponent action) {
        return first(
                        action.getTitle(),
                        action.getDescription(),
                        action.getTextEquivalent(),
                        plan.getTitle(),
                        plan.getName())
                .orElseGet(plan::getIdPart);
    }

    private static String priority(PlanDefinitionActionComponent action) {
        return action.getPriority() != null ? action.getPriority().toCode() : "";
    }

    /** Empty where it would only repeat the summary. */
    private String detail(PlanDefinitionActionComponent action) {
        String name = name(action);
        return first(action.getDescription())
                .filter(text -> !text.equals(name))
                .or(() -> first(action.getTextEquivalent()).filter(text -> !text.equals(name)))
                .orElse("");
    }

    /** A text, also where the define is a string of FHIR; the other text where it is null. */
    private String value(String path, PlanDefinitionActionComponent action, String target, String other) {
        return defines.dynamic(path, action, target)
                .or(() -> defines.dynamic(path, action, "action." + target))
                .map(dynamic ->
                        defines.add(path + "." + target + ".text", "Coalesce(\"" + dynamic + "\", \"" + other + "\")"))
                .orElse(other);
    }

    /** What the action cites, or else the plan, or else who published it. */
    private Source source(PlanDefinitionActionComponent action) {
        return Stream.concat(action.getDocumentation().stream(), plan.getRelatedArtifact().stream())
                .flatMap(each -> source(each).stream())
                .findFirst()
                .orElseGet(() -> new Source(
                        first(plan.getPublisher(), plan.getTitle(), plan.getName())
                                .orElseGet(plan::getIdPart),
                        null));
    }

    private static Optional<Source> source(RelatedArtifact artifact) {
        String address = first(artifact.getUrl(), artifact.getDocument().getUrl())
                .filter(WEB_ADDRESS)
                .orElse(null);
        return first(artifact.getLabel(), artifact.getDisplay(), artifact.getCitation(), address)
                .map(label -> new Source(label, address));
    }

    private static List<Code> reasons(PlanDefinitionActionComponent card) {
        return card.getAction().stream()
                .filter(action -> !action.hasDefinition())
                .flatMap(action -> action.getReason().stream())
                .filter(CodeableConcept::hasCoding)
                .map(reason -> reason(reason, reason.getCodingFirstRep()))
                .toList();
    }

    private static Code reason(CodeableConcept reason, Coding coding) {
        return new Code(
                coding.getSystem(),
                coding.getCode(),
                first(reason.getText(), coding.getDisplay()).orElse(coding.getCode()));
    }

    private static Optional<String> first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                return Optional.of(text.strip());
            }
        }
        return Optional.empty();
    }
}
