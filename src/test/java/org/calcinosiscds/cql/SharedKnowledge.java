package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.util.function.Supplier;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.RuleReferences;
import org.calcinosiscds.knowledge.ContentSettings;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.limit.FairSemaphore;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Contexts of tests that serve the packaged content share the compiled knowledge base: loading, compiling and warming up are half of the
 * time of a start. A context with other content, such as a folder or a supplement, starts as the service does.
 */
public final class SharedKnowledge implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final FhirContext FHIR = FhirContext.forR4Cached();
    static final CompiledKnowledge COMPILED = KnowledgeCompiler.compile(new KnowledgeLoader(FHIR).load(), FHIR);

    private static final AuthoredExpressions AUTHORED = new AuthoredExpressions(COMPILED);
    private static final RuleReferences RULES = RuleTexts.of(COMPILED);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ContentSettings content =
                Binder.get(context.getEnvironment()).bindOrCreate("calcinosis.content", ContentSettings.class);
        if (content.folder().isBlank() && content.supplement().isBlank()) {
            context.addBeanFactoryPostProcessor(new Replacement());
        }
    }

    private static final class Replacement implements BeanFactoryPostProcessor {
        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
            BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
            replace(registry, "knowledgeBase", KnowledgeBase.class, COMPILED::knowledge);
            replace(
                    registry,
                    "cqlKnowledge",
                    CqlKnowledge.class,
                    () -> CqlKnowledge.of(
                            COMPILED,
                            beans.getBean(EvaluationSettings.class),
                            beans.getBean(FairSemaphore.class),
                            AUTHORED));
            replace(registry, "ruleReferences", RuleReferences.class, () -> RULES);
            replace(
                    registry,
                    "decisionSupport",
                    DecisionSupport.class,
                    () -> beans.getBean(CqlKnowledge.class).decisionSupport());
        }

        private static <T> void replace(
                BeanDefinitionRegistry registry, String name, Class<T> type, Supplier<T> supplier) {
            if (registry.containsBeanDefinition(name)) {
                registry.removeBeanDefinition(name);
                registry.registerBeanDefinition(
                        name,
                        BeanDefinitionBuilder.rootBeanDefinition(type, supplier).getBeanDefinition());
            }
        }
    }
}
