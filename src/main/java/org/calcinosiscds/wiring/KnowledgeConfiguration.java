package org.calcinosiscds.wiring;

import ca.uhn.fhir.context.FhirContext;
import java.util.Map;
import java.util.Optional;
import org.calcinosiscds.authoring.ContentSession;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.EvaluationSettings;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.RuleReferences;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.ContentSettings;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.record.BundleReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads, compiles and checks the content, all in the thread that starts the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EvaluationSettings.class, ContentSettings.class})
class KnowledgeConfiguration {
    private static final Logger log = LoggerFactory.getLogger(KnowledgeConfiguration.class);

    @Bean
    KnowledgeBase knowledgeBase(FhirContext fhir, ContentSettings settings) {
        KnowledgeBase knowledge = new KnowledgeLoader(fhir, settings.content(), settings.supplementFolder()).load();
        log.atInfo()
                .addKeyValue("content", knowledge.content().name())
                .addKeyValue("version", knowledge.version())
                .addKeyValue("sha256", knowledge.content().sha256())
                .addKeyValue("libraries", knowledge.libraries().size())
                .addKeyValue("valueSets", knowledge.valueSets().size())
                .addKeyValue("emptyValueSets", knowledge.emptyValueSets().size())
                .addKeyValue("empty", knowledge.emptyValueSets())
                .addKeyValue("supplementedCodes", knowledge.supplement().codes())
                .addKeyValue("supplementedSettings", knowledge.supplement().settings())
                .log("Loaded the knowledge base.");
        return knowledge;
    }

    /**
     * For verifying tokens, for reading and assessing hook calls, and for the evaluations of FHIR operations. Without it all calls that
     * were taken on would share the processors: each would take as long as all of them, and refusals would have to wait, too.
     */
    @Bean
    FairSemaphore processorPermits(EvaluationSettings settings) {
        return new FairSemaphore(settings.effectiveThreads());
    }

    @Bean
    CqlKnowledge cqlKnowledge(
            KnowledgeBase knowledge, FhirContext fhir, EvaluationSettings settings, FairSemaphore processorPermits) {
        return CqlKnowledge.compile(knowledge, fhir, settings, processorPermits);
    }

    /** For authors: what they save is what the next call is answered from. */
    @Bean("content")
    @ConditionalOnExpression("${calcinosis.authoring.enabled:false} and !'${calcinosis.content.folder:}'.isBlank()")
    FollowedContent followedContent(ContentSettings content, EvaluationSettings settings) {
        if (!(content.content() instanceof Content.Folder folder)) {
            throw new KnowledgeException(
                    "Authors change content in a folder: calcinosis.content.folder names a package.");
        }
        return new FollowedContent(new ContentSession(folder, settings));
    }

    /** Which content answers, for {@code /actuator/info}. */
    @Bean
    InfoContributor contentInfo(KnowledgeBase knowledge, Optional<FollowedContent> followed) {
        return info -> info.withDetail(
                "content",
                Map.of(
                        "name",
                        knowledge.content().name(),
                        "version",
                        followed.map(FollowedContent::version).orElse(knowledge.version()),
                        "sha256",
                        followed.map(FollowedContent::version)
                                .orElse(knowledge.content().sha256())));
    }

    /** Part of readiness: the load balancer goes elsewhere. */
    @Bean("slowEvaluation")
    HealthIndicator slowEvaluation(CqlKnowledge cql, EvaluationSettings settings) {
        return new EvaluationHealth(cql::longestEvaluation, settings.slowAfter());
    }

    /** Part of liveness: an orchestrator then restarts the process. */
    @Bean("stuckEvaluation")
    HealthIndicator stuckEvaluation(CqlKnowledge cql, EvaluationSettings settings) {
        return new EvaluationHealth(cql::longestEvaluation, settings.stuckAfter());
    }

    @Bean
    DataRequirements dataRequirements(CqlKnowledge cql, Optional<FollowedContent> followed) {
        return followed.map(content -> content.following(DataRequirements.class, CqlKnowledge::dataRequirements))
                .orElseGet(cql::dataRequirements);
    }

    @Bean
    Recognition recognition(CqlKnowledge cql) {
        return cql.recognition();
    }

    @Bean
    CompiledLogic compiledLogic(CqlKnowledge cql, Optional<FollowedContent> followed) {
        return followed.map(content -> content.following(CompiledLogic.class, CqlKnowledge::logic))
                .orElseGet(cql::logic);
    }

    @Bean
    RuleReferences ruleReferences(CqlKnowledge cql) {
        return cql.ruleReferences();
    }

    @Bean
    DecisionSupport decisionSupport(
            CqlKnowledge cql, Optional<FollowedContent> followed, JsonGuard guard, BundleReader bundles) {
        DecisionSupport support = cql.decisionSupport(guard, bundles);
        log.atInfo().addKeyValue("services", support.services().size()).log("Compiled and checked.");
        return followed.map(content -> content.following(DecisionSupport.class, CqlKnowledge::decisionSupport))
                .orElse(support);
    }
}
