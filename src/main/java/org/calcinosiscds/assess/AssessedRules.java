package org.calcinosiscds.assess;

import java.util.List;

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
}
