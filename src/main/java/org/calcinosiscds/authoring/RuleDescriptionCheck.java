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
    private final MissingCodes missing;
    private final List<Finding> findings;
    private final List<Finding> ofHooks;

    private RuleDescriptionCheck(
            ContentResources resources,
            KnownNames names,
            MissingCodes missing,
            List<Finding> findings,
            List<Finding> ofHooks) {
        this.resources = resources;
        this.names = names;
        this.missing = missing;
        this.findings = findings;
        this.ofHooks = ofHooks;
    }

    /** @param ofHooks gets what may follow from a plan that could not be read */
    static void run(
            ContentResources resources,
            KnownNames names,
            MissingCodes missing,
            List<Finding> findings,
            List<Finding> ofHooks) {
        RuleDescriptionCheck check = new RuleDescriptionCheck(resources, names, missing, findings, ofHooks);
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
                    findings.add(
                            finding(file, path + ".code", rule, unknown("property", property.getCode(), declared)));
                } else if (property.hasValueCodeType()) {
                    String value = property.getValueCodeType().getValue();
                    String place = path + ".valueCode";
                    if (property.getCode().equals(HOOK) && !hooks.isEmpty() && !hooks.contains(value)) {
                        ofHooks.add(finding(file, place, rule, unknown("plan for the hook", value, hooks)));
                    }
                    names.defect(property.getCode(), value).ifPresent(defect -> {
                        Finding finding = finding(file, place, rule, defect);
                        CaseNames.list(property.getCode())
                                .ifPresentOrElse(
                                        list -> missing.add(list, value, finding), () -> findings.add(finding));
                    });
                }
            }
        }
    }

    private static String unknown(String what, String name, Set<String> known) {
        return "There is no " + what + " " + name + "." + SimilarNames.suggestion(name, known);
    }

    private Finding finding(String file, String path, ConceptDefinitionComponent rule, String defect) {
        return Finding.error(file, resources.text(file).at(path), "CDS043", rule.getCode() + ": " + defect);
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
