package org.calcinosiscds.operation;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.http.Outcomes;
import org.calcinosiscds.http.RefusalLog;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the FHIR endpoint and its filters where they belong. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NdjsonSettings.class)
class OperationConfiguration {
    /** @param operations every bean that has methods for HAPI */
    @Bean
    ServletRegistrationBean<FhirServer> fhirServer(
            FhirContext context,
            KnowledgeBase knowledge,
            Publication publication,
            List<FhirOperation> operations,
            Capabilities capabilities,
            FhirErrors errors) {
        List<Object> providers = new ArrayList<>(operations);
        knowledge.types().forEach(type -> providers.add(new KnowledgeReads<>(type, publication)));
        ServletRegistrationBean<FhirServer> registration = new ServletRegistrationBean<>(
                new FhirServer(context, providers, capabilities, errors), FhirServer.PATTERN);
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** Next to the servlet: who may call at all was settled before. */
    @Bean
    FilterRegistrationBean<FhirGate> fhirGate(FhirBodies bodies, Outcomes outcomes) {
        return filter(new FhirGate(bodies, outcomes), Ordered.LOWEST_PRECEDENCE);
    }

    @Bean
    FilterRegistrationBean<FhirCallLog> fhirCallLog(RefusalLog refusals) {
        return filter(new FhirCallLog(refusals), Ordered.HIGHEST_PRECEDENCE + 10);
    }

    private static <F extends Filter> FilterRegistrationBean<F> filter(F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        // The container's own matching, so that no spelling of the address passes by.
        registration.addUrlPatterns(FhirServer.PATTERN);
        registration.setOrder(order);
        return registration;
    }
}
