package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;

/** What the cards of the plans order. */
final class CardActions {
    /** Orderables of the actions of each card, by service and problem. */
    private final Map<String, Set<String>> orderables = new HashMap<>();

    CardActions(KnowledgeBase knowledge) {
        for (PlanDefinition plan : knowledge.plans().values()) {
            for (PlanDefinitionActionComponent card : plan.getAction()) {
                String problem = card.getCodeFirstRep().getCodingFirstRep().getCode();
                add(card, orderables.computeIfAbsent(plan.getIdPart() + " " + problem, key -> new HashSet<>()));
            }
        }
    }

    /** Whether an action of the card of a problem orders something. */
    boolean order(String service, String problem, String orderable) {
        return orderables.getOrDefault(service + " " + problem, Set.of()).contains(orderable);
    }

    private static void add(PlanDefinitionActionComponent action, Set<String> orderables) {
        if (action.hasDefinitionCanonicalType()) {
            orderables.add(
                    CaseAnswer.orderable(action.getDefinitionCanonicalType().getValue()));
        }
        action.getAction().forEach(child -> add(child, orderables));
    }
}
