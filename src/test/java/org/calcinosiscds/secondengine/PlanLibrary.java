package org.calcinosiscds.secondengine;

import ca.uhn.fhir.context.FhirContext;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.opencds.cqf.fhir.cql.LibraryConstructor;

/** The expressions of the actions of a PlanDefinition as defines of one library. */
final class PlanLibrary {
    private static final String VERSION = "1.0.0";

    private final PlanDefinition plan;
    private final Map<String, String> names = new LinkedHashMap<>();

    PlanLibrary(PlanDefinition plan) {
        this.plan = plan;
        plan.getAction().forEach(this::add);
    }

    private void add(PlanDefinitionActionComponent action) {
        action.getCondition().forEach(condition -> add(condition.getExpression()));
        action.getDynamicValue().forEach(value -> add(value.getExpression()));
        action.getAction().forEach(this::add);
    }

    private void add(Expression expression) {
        names.putIfAbsent(expression.getExpression(), "Expression " + names.size());
    }

    VersionedIdentifier identifier() {
        return new VersionedIdentifier().withId(plan.getName() + "Expressions").withVersion(VERSION);
    }

    Set<String> defines() {
        return Set.copyOf(names.values());
    }

    String define(String expression) {
        return Objects.requireNonNull(names.get(expression), expression);
    }

    String cql(FhirContext context) {
        Set<String> defines = new LinkedHashSet<>();
        names.forEach((expression, name) -> defines.add("define \"" + name + "\":\n  " + expression));
        Map<String, String> included = plan.getLibrary().stream()
                .map(CanonicalType::getValue)
                .collect(Collectors.toMap(url -> url.replaceFirst("^.*/", "").replaceFirst("\\|.*$", ""), url -> url));
        return new LibraryConstructor(context)
                .constructCqlLibrary(identifier().getId(), VERSION, defines, included, List.of());
    }
}
