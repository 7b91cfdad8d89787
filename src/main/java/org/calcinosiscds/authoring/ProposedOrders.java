package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.elm.r1.Literal;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;

/** Whether each order that a rule names is proposed by an action, on its card, of every plan that judges the rule. */
final class ProposedOrders {
    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

    /** Orders by plan and problem. */
    private final Map<PlanDefinition, Map<String, Set<String>>> proposed = new LinkedHashMap<>();

    /** Names of all libraries that a plan uses. */
    private final Map<PlanDefinition, Set<String>> used = new HashMap<>();

    ProposedOrders(TranslationCheck translation, ContentResources resources) {
        Map<String, String> names = new HashMap<>();
        resources.of(Library.class).values().forEach(library -> names.put(library.getUrl(), library.getName()));
        resources.of(PlanDefinition.class).values().forEach(plan -> {
            Map<String, Set<String>> byProblem = new HashMap<>();
            plan.getAction()
                    .forEach(card -> problems(card)
                            .forEach(problem ->
                                    collect(card, byProblem.computeIfAbsent(problem, key -> new HashSet<>()))));
            proposed.put(plan, byProblem);
            Set<String> reached = new HashSet<>();
            plan.getLibrary()
                    .forEach(library -> reach(
                            names.getOrDefault(library.getValue().replaceFirst("\\|.*", ""), ""),
                            translation.libraries(),
                            reached));
            used.put(plan, reached);
        });
    }

    /** @param known orders that exist; others are reported as such */
    void check(RuleDefinition rule, Set<String> known, List<Finding> findings) {
        for (Literal order : rule.orders()) {
            if (!known.contains(RuleDefinition.text(order))) {
                continue;
            }
            List<String> missing = new ArrayList<>();
            proposed.forEach((plan, byProblem) -> {
                if (used.getOrDefault(plan, Set.of()).contains(rule.libraryName())) {
                    rule.literals("problem").stream()
                            .map(RuleDefinition::text)
                            .distinct()
                            .filter(problem -> byProblem.containsKey(problem)
                                    && !byProblem.get(problem).contains(RuleDefinition.text(order)))
                            .forEach(problem -> missing.add("PlanDefinition/" + plan.getIdPart() + " card " + problem));
                }
            });
            if (!missing.isEmpty()) {
                findings.add(Finding.error(
                        rule.file(),
                        SourcePosition.of(order),
                        "CDS034",
                        "\"" + rule.name() + "\": '" + RuleDefinition.text(order)
                                + "' is named here and proposed by no action of " + String.join(", ", missing) + "."));
            }
        }
    }

    private static List<String> problems(PlanDefinitionActionComponent card) {
        return card.getCode().stream()
                .flatMap(code -> code.getCoding().stream())
                .map(coding -> coding.getCode())
                .toList();
    }

    /** An action that orders says in its condition of which id the order is. */
    private static void collect(PlanDefinitionActionComponent action, Set<String> orders) {
        if (action.hasDefinitionCanonicalType()) {
            action.getCondition().forEach(condition -> {
                Matcher order =
                        QUOTED.matcher(String.valueOf(condition.getExpression().getExpression()));
                while (order.find()) {
                    orders.add(order.group(1));
                }
            });
        }
        action.getAction().forEach(child -> collect(child, orders));
    }

    private static void reach(String name, Map<String, CqlText> libraries, Set<String> reached) {
        if (libraries.containsKey(name) && reached.add(name)) {
            libraries.get(name).includes().forEach(include -> reach(include.library(), libraries, reached));
        }
    }
}
