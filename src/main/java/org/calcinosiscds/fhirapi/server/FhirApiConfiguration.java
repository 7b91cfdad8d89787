package org.calcinosiscds.fhirapi.server;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.assess.NdjsonSettings;
import org.calcinosiscds.fhirapi.FhirLogFilter;
import org.calcinosiscds.fhirapi.FhirOperation;
import org.calcinosiscds.fhirapi.FhirRequestBodies;
import org.calcinosiscds.fhirapi.FhirRequestFilter;
import org.calcinosiscds.fhirapi.knowledge.KnowledgeProvider;
import org.calcinosiscds.fhirapi.knowledge.PublishedResources;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.http.RefusalLog;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Registers the FHIR endpoint and its filters. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NdjsonSettings.class)
class FhirApiConfiguration {
    /** @param operations every bean that has methods for HAPI */
    @Bean
    ServletRegistrationBean<FhirServlet> fhirServer(
            FhirContext context,
            KnowledgeBase knowledge,
            PublishedResources publication,
            List<FhirOperation> operations,
            CapabilityStatementProvider capabilities,
            FhirErrors errors) {
        List<Object> providers = new ArrayList<>(operations);
        knowledge.types().forEach(type -> providers.add(new KnowledgeProvider<>(type, publication)));
        ServletRegistrationBean<FhirServlet> registration = new ServletRegistrationBean<>(
                new FhirServlet(context, providers, capabilities, errors), FhirServlet.PATTERN);
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** Last before the servlet: authentication comes first. */
    @Bean
    FilterRegistrationBean<FhirRequestFilter> fhirGate(FhirRequestBodies bodies, OutcomeResponses outcomes) {
        return filter(new FhirRequestFilter(bodies, outcomes), Ordered.LOWEST_PRECEDENCE);
    }

    @Bean
    FilterRegistrationBean<FhirLogFilter> fhirCallLog(RefusalLog refusals) {
        return filter(new FhirLogFilter(refusals), Ordered.HIGHEST_PRECEDENCE + 10);
    }

    private static <F extends Filter> FilterRegistrationBean<F> filter(F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        // Matched by the container, so that no spelling of the address bypasses the filter.
        registration.addUrlPatterns(FhirServlet.PATTERN);
        registration.setOrder(order);
        return registration;
    }
}
