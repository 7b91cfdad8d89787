package org.calcinosiscds.cdshooks;

import java.util.List;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.openapi.ApiDescription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Describes {@code /cds-services} in OpenAPI; a new service needs no new description. */
@Configuration(proxyBeanMethods = false)
class HooksDescriptionConfiguration {
    @Bean
    ApiDescription hooksApiDescription(DecisionSupport decisionSupport, JsonMapper json) {
        List<DecisionService> services = decisionSupport.services();
        List<String> hooks = services.stream().map(DecisionService::hook).toList();
        return ApiDescription.read("cds-services", services.get(0).version(), json)
                .allow(
                        "/components/parameters/Service/schema",
                        services.stream().map(DecisionService::id).toList())
                .allow("/components/schemas/Service/properties/hook", hooks)
                .allow("/components/schemas/Call/properties/hook", hooks);
    }
}
