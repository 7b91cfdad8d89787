package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.RuleReferences;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.ContentSettings;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.record.BundleReader;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the decision support: load, compile, check, warm up, all in the thread that starts the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EvaluationSettings.class, ContentSettings.class})
class CqlConfiguration {
    private static final Logger log = LoggerFactory.getLogger(CqlConfiguration.class);

    @Bean
    KnowledgeBase knowledgeBase(FhirContext fhir, ContentSettings settings) {
        KnowledgeBase knowledge = new KnowledgeLoader(fhir, "classpath:", settings.supplementFolder()).load();
        log.atInfo()
                .addKeyValue("version", knowledge.version())
                .addKeyValue("libraries", knowledge.libraries().size())
                .addKeyValue("valueSets", knowledge.valueSets().size())
                .addKeyValue("emptyValueSets", knowledge.emptyValueSets().size())
                .addKeyValue("empty", knowledge.emptyValueSets())
                .addKeyValue("supplementedCodes", knowledge.supplement().codes())
                .addKeyValue("supplementedSettings", knowledge.supplement().settings())
                .log("Loaded the knowledge base.");
        return knowledge;
    }

    @Bean
    EvaluationPool evaluationPool(EvaluationSettings settings) {
        return new EvaluationPool(settings);
    }

    /** Part of readiness: the load balancer goes elsewhere. */
    @Bean("slowEvaluation")
    HealthIndicator slowEvaluation(EvaluationPool pool, EvaluationSettings settings) {
        return new EvaluationHealth(pool, settings.slowAfter());
    }

    /** Part of liveness: whoever watches the process starts it anew. */
    @Bean("stuckEvaluation")
    HealthIndicator stuckEvaluation(EvaluationPool pool, EvaluationSettings settings) {
        return new EvaluationHealth(pool, settings.stuckAfter());
    }

    @Bean
    CompiledKnowledge compiledKnowledge(KnowledgeBase knowledge, FhirContext fhir) {
        return CompiledKnowledge.of(knowledge, fhir);
    }

    /** What may be let through when a record is read. */
    @Bean
    DataRequirements dataRequirements(CompiledKnowledge compiled) {
        return new ElmDataRequirements(compiled);
    }

    @Bean
    Recognition recognition(CompiledKnowledge compiled) {
        return compiled.recognition();
    }

    @Bean
    CompiledLogic compiledLogic(CompiledKnowledge compiled, EvaluationPool pool) {
        return new CqlLogic(compiled, pool);
    }

    @Bean
    RuleReferences ruleReferences(CompiledKnowledge compiled) {
        return RuleTexts.of(compiled);
    }

    @Bean
    DecisionSupport decisionSupport(
            CompiledKnowledge compiled, EvaluationPool pool, JsonGuard guard, BundleReader bundles) {
        List<DecisionService> services = compiled.knowledge().plans().values().stream()
                .map(plan -> service(plan, compiled))
                .toList();
        DecisionSupport support = new CqlDecisionSupport(compiled, services, pool);
        new WarmUp(guard, bundles).run(support);
        log.atInfo().addKeyValue("services", services.size()).log("Compiled and warmed up.");
        return support;
    }

    private static final String CODE_SYSTEMS = "https://calcinosis-cds.org/fhir/CodeSystem/";

    private static DecisionService service(PlanDefinition plan, CompiledKnowledge compiled) {
        PlanDefinitionLogic expressions = compiled.services().get(plan.getIdPart());
        if (expressions == null) {
            throw new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " was not compiled.");
        }
        Set<DataNeeds.Need> needs = DataNeeds.of(compiled.libraries(), expressions.library());
        return new DecisionService(
                plan.getIdPart(),
                hook(plan),
                text(plan, "hook-version"),
                plan.getTitle(),
                plan.getDescription(),
                plan.getVersion(),
                text(plan, "usage-requirements"),
                new PrefetchTemplates(compiled.knowledge().valueSets(), PlanDefinitionLogic.daysBack(plan)).of(needs),
                PrefetchTemplates.references(needs),
                notEvaluated(plan, compiled.knowledge()));
    }

    private static DecisionService.@Nullable NotEvaluated notEvaluated(PlanDefinition plan, KnowledgeBase knowledge) {
        String summary = text(plan, "not-evaluated-summary");
        return summary.isEmpty()
                ? null
                : new DecisionService.NotEvaluated(
                        summary,
                        text(plan, "not-evaluated-detail"),
                        knowledge.displays(CODE_SYSTEMS + "missing-data-cause"),
                        knowledge.displays(CODE_SYSTEMS + "record-part"));
    }

    /** The extension of ours of that name, or nothing. */
    private static String text(PlanDefinition plan, String extension) {
        Extension found = plan.getExtensionByUrl(PlanDefinitionLogic.EXTENSIONS + extension);
        return found == null ? "" : found.getValue().primitiveValue();
    }

    /** The hook is the name of the event that triggers the actions, as the CPG profile has it. */
    private static String hook(PlanDefinition plan) {
        return plan.getAction().stream()
                .flatMap(action -> action.getTrigger().stream())
                .map(org.hl7.fhir.r4.model.TriggerDefinition::getName)
                .findFirst()
                .orElseThrow(() -> new KnowledgeException(
                        "PlanDefinition/" + plan.getIdPart() + " action.trigger: a named event is required."));
    }
}
