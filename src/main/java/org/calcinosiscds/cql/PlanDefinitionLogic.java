package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;

/**
 * The expressions of one PlanDefinition, gathered into one library of defines so that a service is compiled at start
 * and evaluated in one pass.
 *
 * <p>Expressions are inline CQL that names the PlanDefinition's library, or the name of one of its defines
 * ({@link PlanExpression}). An action without a condition applies. A plan that has none of the extensions of this content is read as a
 * {@link PlainPlan}.
 *
 * @param library identifier of the gathered library
 * @param source its CQL
 * @param rules define that lists the ids of all true rules
 * @param product define with the calcium-phosphate product, for requests of the full assessment
 * @param actions the cards, in the order in which they are shown
 */
record PlanDefinitionLogic(
        VersionedIdentifier library, String source, String rules, Optional<String> product, List<PlanAction> actions) {
    static final String EXTENSIONS = "https://calcinosis-cds.org/fhir/StructureDefinition/";

    /** @throws KnowledgeException naming the action whose expression is in an unknown language */
    static PlanDefinitionLogic of(PlanDefinition plan, KnowledgeBase knowledge) {
        PlanDefines defines = new PlanDefines(plan, primaryLibrary(plan, knowledge));
        if (PlainPlan.is(plan)) {
            PlainPlan plain = new PlainPlan(plan, defines);
            String rules = plain.rules();
            return new PlanDefinitionLogic(
                    defines.identifier(), defines.source(), rules, Optional.empty(), plain.cards());
        }
        String rules = defines.extension("extension true-rules", plan, CqlKnowledge.TRUE_RULES)
                .orElseThrow(() -> new KnowledgeException(
                        "PlanDefinition/" + plan.getIdPart() + ": extension true-rules is missing."));
        Optional<String> product =
                defines.extension("extension computed-product", plan, EXTENSIONS + "computed-product");
        List<PlanAction> actions = defines.actions("action", plan.getAction());
        requireContents(plan, actions);
        return new PlanDefinitionLogic(defines.identifier(), defines.source(), rules, product, actions);
    }

    /** The defines that say which rules are true and which cards apply. */
    List<String> conditions() {
        List<String> defines = new ArrayList<>();
        defines.add(rules);
        actions.forEach(action -> defines.add(action.condition()));
        return defines.stream().distinct().toList();
    }

    /** A card says its source and evidence and has suggestions, a suggestion has orders and removals. */
    private static void requireContents(PlanDefinition plan, List<PlanAction> cards) {
        for (PlanAction card : cards) {
            if (card.presentation().isEmpty()) {
                throw new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " \"" + card.condition()
                        + "\": extension card-presentation is missing.");
            }
            for (PlanAction suggestion : card.children()) {
                for (PlanAction content : suggestion.children()) {
                    if (content.definition().isEmpty() && content.removed().isEmpty()) {
                        throw new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " \"" + content.condition()
                                + "\": what it orders or removes is missing.");
                    }
                }
            }
        }
    }

    private static Library primaryLibrary(PlanDefinition plan, KnowledgeBase knowledge) {
        String canonical =
                plan.getLibrary().isEmpty() ? "" : plan.getLibrary().get(0).getValue();
        return knowledge
                .library(canonical)
                .orElseThrow(() -> new KnowledgeException(
                        "PlanDefinition/" + plan.getIdPart() + " library: " + canonical + " does not resolve."));
    }
}
