package org.calcinosiscds.assess;

import java.util.List;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Writes why rules are true, false or undetermined as Parameters: R4 has no resource for a tree of conditions. */
final class ExplanationParameters {
    private ExplanationParameters() {}

    static Parameters of(Reference subject, List<ExplainedRule> rules) {
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("subject").setValue(subject);
        rules.forEach(each -> {
            ParametersParameterComponent rule = parameters.addParameter().setName("rule");
            rule.addPart().setName("id").setValue(new CodeType(each.rule()));
            rule.addPart()
                    .setName("state")
                    .setValue(new CodeType(each.explanation().state()));
            each.explanation().because().forEach(condition -> add(condition, rule));
            addResources(each.explanation(), rule);
        });
        return parameters;
    }

    private static void add(RuleExplanation each, ParametersParameterComponent parent) {
        ParametersParameterComponent condition = parent.addPart().setName("condition");
        text("text", each.condition(), condition);
        text("value", each.value(), condition);
        text("library", each.library(), condition);
        condition.addPart().setName("line").setValue(new IntegerType(each.line()));
        each.because().forEach(part -> add(part, condition));
        addResources(each, condition);
    }

    private static void addResources(RuleExplanation each, ParametersParameterComponent parent) {
        each.resources().forEach(resource -> add("resource", resource, parent));
        each.alternatives().forEach(resource -> add("alternative", resource, parent));
    }

    private static void add(String name, CitedResource each, ParametersParameterComponent parent) {
        ParametersParameterComponent resource = parent.addPart().setName(name);
        resource.addPart().setName("reference").setValue(new Reference(each.reference()));
        text("value", each.value(), resource);
        text("unit", each.unit(), resource);
        text("date", each.date(), resource);
    }

    private static void text(String name, @Nullable String value, ParametersParameterComponent parent) {
        if (value != null && !value.isEmpty()) {
            parent.addPart().setName(name).setValue(new StringType(value));
        }
    }
}
