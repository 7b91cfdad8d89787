package org.calcinosiscds.cdshooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.stream.Stream;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.Evidence;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamWriteFeature;

@Configuration(proxyBeanMethods = false)
class JsonConfiguration {
    /** Clinicians read 71.40, never 7.14E+1. */
    @Bean
    JsonMapperBuilderCustomizer plainDecimals() {
        return builder -> builder.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
    }

    /** CDS Hooks forbids null: evidence has only the elements that the record holds. */
    @Bean
    JsonMapperBuilderCustomizer evidenceWithoutNulls() {
        return builder -> Stream.of(
                        Evidence.class,
                        Evidence.Trigger.class,
                        Evidence.NewestResult.class,
                        Evidence.UnrecognisedEntries.class,
                        CalciumPhosphateProduct.class,
                        CalciumPhosphateProduct.Measurement.class)
                .forEach(type -> builder.addMixIn(type, WithoutNulls.class));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private interface WithoutNulls {}
}
