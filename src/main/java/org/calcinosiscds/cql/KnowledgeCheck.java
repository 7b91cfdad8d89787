package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.NamedTypeSpecifier;
import org.hl7.elm.r1.ValueSetDef;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.ActivityDefinition.ActivityDefinitionKind;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PlanDefinition;

/** Finds what a translator does not: value sets, settings and orders that do not exist. */
final class KnowledgeCheck {
    private final CompiledKnowledge compiled;

    KnowledgeCheck(CompiledKnowledge compiled) {
        this.compiled = compiled;
    }

    /** @throws KnowledgeException listing every defect with its location */
    void check() {
        List<String> defects = new ArrayList<>();
        compiled.libraries()
                .getCompiledLibraries()
                .forEach((identifier, library) -> checkValueSets(
                        String.valueOf(identifier.getId()), Objects.requireNonNull(library.getLibrary()), defects));
        compiled.knowledge().settings().forEach((name, value) -> checkSetting(name, value, defects));
        compiled.services()
                .forEach((id, service) ->
                        checkDefinitions("PlanDefinition/" + id + " action", service.actions(), defects));
        compiled.knowledge().plans().forEach((id, plan) -> checkLibraries(id, plan, defects));
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
    }

    private void checkValueSets(String name, Library library, List<String> defects) {
        if (library.getValueSets() == null) {
            return;
        }
        for (ValueSetDef valueSet : library.getValueSets().getDef()) {
            if (!compiled.knowledge().valueSets().containsKey(valueSet.getId())) {
                defects.add(name + " valueset \"" + valueSet.getName() + "\": " + valueSet.getId()
                        + " has no ValueSet file.");
            }
        }
    }

    private void checkLibraries(String id, PlanDefinition plan, List<String> defects) {
        for (Extension extension : plan.getExtension()) {
            if (extension.getUrl().startsWith(PlanDefinitionLogic.EXTENSIONS)
                    && extension.getValue() instanceof CanonicalType) {
                try {
                    compiled.knowledge().libraryNamed(id, extension.getUrl());
                } catch (KnowledgeException e) {
                    defects.addAll(e.defects());
                }
            }
        }
    }

    /** A setting that no library takes, or takes as another type, would be without effect. */
    private void checkSetting(String name, Object value, List<String> defects) {
        String type = Map.of("Integer", "Integer", "BigDecimal", "Decimal", "Boolean", "Boolean", "String", "String")
                .getOrDefault(value.getClass().getSimpleName(), "");
        List<String> taken = compiled.libraries().getCompiledLibraries().values().stream()
                .map(library -> Objects.requireNonNull(library.getLibrary()).getParameters())
                .filter(Objects::nonNull)
                .flatMap(parameters -> parameters.getDef().stream())
                .filter(parameter -> name.equals(parameter.getName()))
                .map(parameter -> parameter.getParameterTypeSpecifier() instanceof NamedTypeSpecifier named
                        ? String.valueOf(Objects.requireNonNull(named.getName()).getLocalPart())
                        : "")
                .toList();
        if (taken.isEmpty() || !taken.stream().allMatch(type::equals)) {
            defects.add("Setting \"" + name + "\": no library takes it as parameter of type " + type + ".");
        }
    }

    private void checkDefinitions(String path, List<PlanAction> actions, List<String> defects) {
        for (int i = 0; i < actions.size(); i++) {
            String action = path + "[" + i + "]";
            checkDefinition(action, actions.get(i), defects);
            checkDefinitions(action + ".action", actions.get(i).children(), defects);
        }
    }

    private void checkDefinition(String path, PlanAction action, List<String> defects) {
        action.definition().ifPresent(canonical -> {
            if (!compiled.knowledge().hasActivity(canonical)) {
                defects.add(path + ".definition: " + canonical + " has no ActivityDefinition file.");
            } else if (!isOrderable(compiled.knowledge().activity(canonical))) {
                defects.add("ActivityDefinition/"
                        + compiled.knowledge().activity(canonical).getIdPart()
                        + ": a ServiceRequest with code or a MedicationRequest with productCodeableConcept is required, with"
                        + " a text or a display.");
            }
        });
    }

    private static boolean isOrderable(ActivityDefinition activity) {
        ActivityDefinitionKind kind = activity.getKind();
        return (kind == ActivityDefinitionKind.MEDICATIONREQUEST || kind == ActivityDefinitionKind.SERVICEREQUEST)
                && RecommendationReader.title(activity).isPresent();
    }
}
