package org.calcinosiscds.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.calcinosiscds.http.Endpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * The SDK itself and not Boot's starter for it: that makes spans of everything it can see, addresses and messages of exceptions among it,
 * which would have to be taken out again.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingSettings.class)
class TracingConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("!'${calcinosis.tracing.endpoint:}'.isEmpty()")
    static class Enabled {
        @Bean(destroyMethod = "close")
        SdkTracerProvider tracerProvider(TracingSettings settings) {
            return SdkTracerProvider.builder()
                    .setResource(Resource.getDefault()
                            .merge(Resource.create(Attributes.builder()
                                    .put("service.name", "calcinosis-cds")
                                    .build())))
                    // By the id of the trace, which the client chose: a flag of a stranger makes no spans.
                    .setSampler(Sampler.traceIdRatioBased(settings.sample()))
                    .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                    .setEndpoint(settings.endpoint())
                                    .build())
                            .build())
                    .build();
        }

        /** Around the log of calls. */
        @Bean
        FilterRegistrationBean<CallSpans> callSpans(SdkTracerProvider provider, Endpoints endpoints) {
            FilterRegistrationBean<CallSpans> registration =
                    new FilterRegistrationBean<>(new CallSpans(provider.get("org.calcinosiscds"), endpoints));
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 9);
            return registration;
        }
    }
}
