package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;
import org.hl7.fhir.r4.model.CodeSystem.PropertyComponent;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.TriggerDefinition;

/** Whether what {@code CodeSystem-rule.json} says of a rule exists: its hooks, indicators and problems. */
final class RuleDescriptionCheck {
    /** The code system that describes the rules. */
    static final String RULES = "https://calcinosis-cds.org/fhir/CodeSystem/rule";
    /** Its property that names the hooks at which a rule is judged. */
    static final String HOOK = "hook";

    private final ContentResources resources;
    private final KnownNames names;
    private final List<Finding> findings;

    private RuleDescriptionCheck(ContentResources resources, KnownNames names, List<Finding> findings) {
        this.resources = resources;
        this.names = names;
        this.findings = findings;
    }

    static void run(ContentResources resources, KnownNames names, List<Finding> findings) {
        RuleDescriptionCheck check = new RuleDescriptionCheck(resources, names, findings);
        resources.of(CodeSystem.class).forEach((file, codes) -> {
            if (RULES.equals(codes.getUrl())) {
                check.check(file, codes);
            }
        });
    }

    private void check(String file, CodeSystem rules) {
        Set<String> declared =
                rules.getProperty().stream().map(PropertyComponent::getCode).collect(Collectors.toSet());
        Set<String> hooks = hooks(resources);
        for (int i = 0; i < rules.getConcept().size(); i++) {
            ConceptDefinitionComponent rule = rules.getConcept().get(i);
            for (int j = 0; j < rule.getProperty().size(); j++) {
                ConceptPropertyComponent property = rule.getProperty().get(j);
                String path = "concept[" + i + "].property[" + j + "]";
                if (!declared.contains(property.getCode())) {
                    add(file, path + ".code", rule, "property", property.getCode(), declared);
                } else if (property.hasValueCodeType()) {
                    String value = property.getValueCodeType().getValue();
                    if (property.getCode().equals(HOOK) && !hooks.isEmpty() && !hooks.contains(value)) {
                        add(file, path + ".valueCode", rule, "plan for the hook", value, hooks);
                    }
                    names.defect(property.getCode(), value)
                            .ifPresent(defect -> add(file, path + ".valueCode", rule, defect));
                }
            }
        }
    }

    private void add(
            String file, String path, ConceptDefinitionComponent rule, String what, String name, Set<String> known) {
        add(file, path, rule, "There is no " + what + " " + name + "." + SimilarNames.suggestion(name, known));
    }

    private void add(String file, String path, ConceptDefinitionComponent rule, String defect) {
        findings.add(Finding.error(file, resources.text(file).at(path), "CDS043", rule.getCode() + ": " + defect));
    }

    /** Events that trigger an action of a plan. */
    static Set<String> hooks(ContentResources resources) {
        return hooks(resources.of(PlanDefinition.class).values().stream());
    }

    static Set<String> hooks(Stream<PlanDefinition> plans) {
        return plans.flatMap(plan -> plan.getAction().stream())
                .flatMap(RuleDescriptionCheck::withParts)
                .flatMap(action -> action.getTrigger().stream())
                .map(TriggerDefinition::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<PlanDefinitionActionComponent> withParts(PlanDefinitionActionComponent action) {
        return Stream.concat(Stream.of(action), action.getAction().stream().flatMap(RuleDescriptionCheck::withParts));
    }
}
