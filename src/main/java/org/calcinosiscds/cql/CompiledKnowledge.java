package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.calcinosiscds.cql.interpreter.ResolvedReferences;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.recognition.Recognition;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.NamedTypeSpecifier;
import org.hl7.elm.r1.ValueSetDef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.ActivityDefinition.ActivityDefinitionKind;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.opencds.cqf.cql.engine.fhir.model.R4FhirModelResolver;
import org.opencds.cqf.cql.engine.model.CachingModelResolverDecorator;
import org.opencds.cqf.cql.engine.model.ModelResolver;

/**
 * The knowledge base as the engine needs it: translated, resolved, checked. Immutable once made, shared by all threads.
 *
 * @param services the gathered expressions of each PlanDefinition, by its id
 */
record CompiledKnowledge(
        KnowledgeBase knowledge,
        Map<String, PlanDefinitionLogic> services,
        LibraryManager libraries,
        ResolvedReferences links,
        ModelResolver model,
        LocalTerminology terminology,
        Recognition recognition,
        PrecomputedDefines precomputed) {

    /** @throws KnowledgeException listing every defect with its place */
    static CompiledKnowledge of(KnowledgeBase knowledge, FhirContext fhir) {
        forgetTheMachine();
        Sources sources = Sources.of(knowledge);
        LibraryManager libraries = PrecompiledElm.read(sources.cql()).orElseGet(sources::translate);
        CompiledKnowledge compiled = new CompiledKnowledge(
                knowledge,
                sources.services(),
                libraries,
                ResolvedReferences.of(libraries),
                new CachingModelResolverDecorator(new R4FhirModelResolver(fhir)),
                new LocalTerminology(knowledge.valueSets()),
                new Recognition(knowledge),
                PrecomputedDefines.NONE);
        compiled.check();
        return compiled.with(PrecomputedDefines.of(compiled));
    }

    private CompiledKnowledge with(PrecomputedDefines found) {
        return new CompiledKnowledge(knowledge, services, libraries, links, model, terminology, recognition, found);
    }

    /**
     * All CQL of a knowledge base: its libraries and what its PlanDefinitions say.
     *
     * @param cql library name to source
     * @param libraries what is translated, with versions
     */
    record Sources(
            Map<String, String> cql, List<VersionedIdentifier> libraries, Map<String, PlanDefinitionLogic> services) {
        static Sources of(KnowledgeBase knowledge) {
            Map<String, PlanDefinitionLogic> services = new LinkedHashMap<>();
            Map<String, String> cql = new HashMap<>(knowledge.cql());
            List<VersionedIdentifier> libraries = new ArrayList<>();
            knowledge
                    .libraries()
                    .forEach((name, library) ->
                            libraries.add(new VersionedIdentifier().withId(name).withVersion(library.getVersion())));
            for (PlanDefinition plan : knowledge.plans().values()) {
                PlanDefinitionLogic expressions = PlanDefinitionLogic.of(plan, knowledge);
                services.put(plan.getIdPart(), expressions);
                cql.put(expressions.library().getId(), expressions.source());
                libraries.add(expressions.library());
            }
            return new Sources(Map.copyOf(cql), List.copyOf(libraries), Collections.unmodifiableMap(services));
        }

        LibraryManager translate() {
            return new Translation(cql).translate(libraries);
        }
    }

    /**
     * The engine reads a time without a zone in the zone of the JVM and changes case in its language; neither may
     * change an answer. There is no engine without this class, so every way to start the service passes here.
     */
    private static void forgetTheMachine() {
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        Locale.setDefault(Locale.ROOT);
    }

    /** ELM of a library. */
    Library library(VersionedIdentifier identifier) {
        return Objects.requireNonNull(libraries.resolveLibrary(identifier).getLibrary());
    }

    private void check() {
        List<String> defects = new ArrayList<>();
        libraries
                .getCompiledLibraries()
                .forEach((identifier, compiled) -> checkValueSets(
                        String.valueOf(identifier.getId()), Objects.requireNonNull(compiled.getLibrary()), defects));
        knowledge.settings().forEach((name, value) -> checkSetting(name, value, defects));
        services.forEach(
                (id, service) -> checkDefinitions("PlanDefinition/" + id + " action", service.actions(), defects));
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
    }

    private void checkValueSets(String name, Library library, List<String> defects) {
        if (library.getValueSets() == null) {
            return;
        }
        for (ValueSetDef valueSet : library.getValueSets().getDef()) {
            if (!knowledge.valueSets().containsKey(valueSet.getId())) {
                defects.add(name + " valueset \"" + valueSet.getName() + "\": " + valueSet.getId()
                        + " has no ValueSet file.");
            }
        }
    }

    /** A setting that no library takes, or takes as another type, would be without effect. */
    private void checkSetting(String name, Object value, List<String> defects) {
        String type = Map.of("Integer", "Integer", "BigDecimal", "Decimal", "Boolean", "Boolean", "String", "String")
                .getOrDefault(value.getClass().getSimpleName(), "");
        List<String> taken = libraries.getCompiledLibraries().values().stream()
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

    private void checkDefinitions(String place, List<PlanDefinitionLogic.Action> actions, List<String> defects) {
        for (int i = 0; i < actions.size(); i++) {
            String action = place + "[" + i + "]";
            checkDefinition(action, actions.get(i), defects);
            checkDefinitions(action + ".action", actions.get(i).children(), defects);
        }
    }

    private void checkDefinition(String place, PlanDefinitionLogic.Action action, List<String> defects) {
        action.definition().ifPresent(canonical -> {
            if (!knowledge.hasActivity(canonical)) {
                defects.add(place + ".definition: " + canonical + " has no ActivityDefinition file.");
            } else if (!isOrderable(knowledge.activity(canonical))) {
                defects.add(
                        "ActivityDefinition/" + knowledge.activity(canonical).getIdPart()
                                + ": a ServiceRequest with code.text or a MedicationRequest with productCodeableConcept.text is"
                                + " required.");
            }
        });
    }

    private static boolean isOrderable(ActivityDefinition activity) {
        return activity.getKind() == ActivityDefinitionKind.MEDICATIONREQUEST
                ? activity.hasProductCodeableConcept()
                        && activity.getProductCodeableConcept().hasText()
                : activity.getKind() == ActivityDefinitionKind.SERVICEREQUEST
                        && activity.getCode().hasText();
    }
}
