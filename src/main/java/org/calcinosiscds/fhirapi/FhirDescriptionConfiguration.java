package org.calcinosiscds.fhirapi;

import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.openapi.ApiDescription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Describes {@code /fhir} in OpenAPI: operations from their OperationDefinitions, everything else from a file. */
@Configuration(proxyBeanMethods = false)
class FhirDescriptionConfiguration {
    @Bean
    ApiDescription fhirApiDescription(
            KnowledgeBase knowledge, OfferedOperations operations, DecisionSupport decisionSupport, JsonMapper json) {
        ApiDescription api = ApiDescription.read("fhir", knowledge.version(), json)
                .allow(
                        "/components/parameters/Type/schema",
                        knowledge.types().stream()
                                .map(Class::getSimpleName)
                                .sorted()
                                .toList())
                .allow(
                        "/paths/~1$assess/parameters/1/schema",
                        decisionSupport.services().stream()
                                .map(DecisionService::hook)
                                .toList());
        JsonNode examples = api.example("openapi/examples.json").orElseThrow();
        operations
                .all()
                .forEach(operation ->
                        new OperationDescription(operation, operations.takesGet(operation), api, examples).describe());
        return api;
    }
}
