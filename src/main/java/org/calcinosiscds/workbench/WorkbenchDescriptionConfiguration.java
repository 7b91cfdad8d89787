package org.calcinosiscds.workbench;

import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.openapi.ApiDescription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Describes {@code /workbench/api} in OpenAPI. */
@Configuration(proxyBeanMethods = false)
@InAuthoringMode
class WorkbenchDescriptionConfiguration {
    @Bean
    ApiDescription workbenchApiDescription(DecisionSupport decisionSupport, JsonMapper json) {
        return ApiDescription.read(
                "workbench", decisionSupport.services().get(0).version(), json);
    }
}
