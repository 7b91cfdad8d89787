package org.calcinosiscds.assess;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.knowledge.Canonicals;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.PlanDefinition;

/**
 * The rules that are asked, in words of the content.
 *
 * @param plan canonical URL of the PlanDefinition of the service, with its version
 * @param title of that PlanDefinition
 * @param library canonical URL of its library, with its version
 * @param expression of the library, which lists the ids of the rules that are true
 * @param system of the ids of rules
 * @param rules in the order of their ids
 */
public record AssessedRules(
        String plan, String title, String library, String expression, String system, List<Rule> rules) {
    /**
     * A rule.
     *
     * @param definition when it is true; empty where the content does not say
     */
    public record Rule(String id, String title, String definition) {}

    /** The rules that a service asks, as the content describes them. */
    static AssessedRules of(KnowledgeBase knowledge, DecisionService service) {
        PlanDefinition plan = Objects.requireNonNull(knowledge.plans().get(service.id()));
        String system = LocalCodeSystems.BASE + "rule";
        CodeSystem codes = knowledge.codeSystems().get(system);
        return new AssessedRules(
                Canonicals.of(plan),
                plan.getTitle(),
                plan.getLibrary().get(0).getValue(),
                ((Expression) plan.getExtensionByUrl(CqlKnowledge.TRUE_RULES).getValue()).getExpression(),
                system,
                codes == null
                        ? List.of()
                        : codes.getConcept().stream()
                                .filter(rule -> isOfHook(rule, service.hook()))
                                .map(rule -> new Rule(
                                        rule.getCode(),
                                        rule.getDisplay(),
                                        rule.getDefinition() != null ? rule.getDefinition() : ""))
                                .sorted(Comparator.comparing(Rule::id))
                                .toList());
    }

    private static boolean isOfHook(CodeSystem.ConceptDefinitionComponent rule, String hook) {
        return rule.getProperty().stream()
                .anyMatch(property -> property.getCode().equals("hook")
                        && hook.equals(property.getValue().primitiveValue()));
    }
}
