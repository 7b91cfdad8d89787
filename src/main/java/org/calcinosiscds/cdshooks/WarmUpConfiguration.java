package org.calcinosiscds.cdshooks;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;
import org.calcinosiscds.audit.Audit;
import org.calcinosiscds.cdshooks.prefetch.Prefetch;
import org.calcinosiscds.cdshooks.prefetch.ReferencedResources;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.feedback.ScratchFeedback;
import org.calcinosiscds.fhirclient.FetchMemory;
import org.calcinosiscds.http.WarmUpCalls;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.recognition.Recognition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Warms the service up between listening and being ready. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WarmUpSettings.class)
class WarmUpConfiguration {
    private static final Logger log = LoggerFactory.getLogger(WarmUpConfiguration.class);

    /** A runner: Spring Boot starts it when the service listens, and the service is ready when it has ended. */
    @Bean
    ApplicationRunner warmUp(
            WarmUpSettings settings,
            DecisionSupport decisionSupport,
            JsonMapper mapper,
            Supplier<ScratchFeedback> scratch,
            WarmUpController controller,
            RequestMappingHandlerMapping requestMappingHandlerMapping,
            ConfigurableApplicationContext application) {
        return arguments -> {
            if (!settings.budget().isZero()
                    && application instanceof WebServerApplicationContext web
                    && web.getWebServer() instanceof TomcatWebServer tomcat) {
                WarmUpCalls calls = new WarmUpCalls(tomcat.getTomcat().getConnector());
                try (ScratchFeedback feedback = scratch.get();
                        WarmUpHandler handler = new WarmUpHandler(requestMappingHandlerMapping)) {
                    WarmUpRequests requests = new WarmUpRequests(decisionSupport.services(), mapper);
                    handler.register(controller.with(feedback));
                    new WarmUp(calls, requests, settings.budget()).run(application::isActive);
                } catch (IOException | RuntimeException e) {
                    // A service that is cold is better than none.
                    log.atWarn()
                            .addKeyValue("reason", e.getClass().getSimpleName())
                            .log("The warm-up ended early.");
                }
            }
            if (settings.exit()) {
                SpringApplication.exit(application);
            }
        };
    }

    /** No figures of its calls. */
    @Bean
    ObservationPredicate noObservationOfWarmUp() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() != null
                && WarmUpCalls.isOne(request.getCarrier()));
    }

    @Bean
    WarmUpController warmUpController(
            CdsRequestReader requests,
            Prefetch prefetch,
            ContextResources contextResources,
            ReferencedResources referencedResources,
            DecisionSupport decisionSupport,
            Cards cards,
            Explaining explaining,
            FetchMemory fetchMemory,
            FairSemaphore processors,
            FhirContext fhir,
            Recognition recognition,
            Clock clock) {
        return feedback -> {
            MeterRegistry meters = new SimpleMeterRegistry();
            HookResponder responder = new HookResponder(
                    decisionSupport,
                    feedback.snoozes(),
                    cards,
                    feedback.ids(),
                    feedback.cards(),
                    new HookMetrics(meters, feedback.cards(), recognition),
                    Audit.none(fhir, meters),
                    clock);
            return new CdsServiceController(
                    requests,
                    prefetch,
                    contextResources,
                    referencedResources,
                    decisionSupport,
                    responder,
                    explaining,
                    fetchMemory,
                    processors);
        };
    }

    /** The controller of hook calls, noting cards and figures where nobody looks. */
    @FunctionalInterface
    interface WarmUpController {
        CdsServiceController with(ScratchFeedback feedback);
    }
}
