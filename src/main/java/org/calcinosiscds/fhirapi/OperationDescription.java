package org.calcinosiscds.fhirapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.openapi.ApiDescription;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.FHIRAllTypes;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.OperationDefinition.OperationDefinitionParameterComponent;
import org.hl7.fhir.r4.model.OperationDefinition.OperationParameterUse;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes an operation in OpenAPI from its OperationDefinition: its addresses on system, type and instance; GET where all required
 * parameters can be in the address; always POST.
 *
 * @param examples values of parameters, by resource type or code of the operation
 */
record OperationDescription(OperationDefinition definition, boolean takesGet, ApiDescription api, JsonNode examples) {
    private static final String INSTANCE = "/{id}";

    /** JSON types of the FHIR types whose values can be in an address. */
    private static final Map<String, String> SIMPLE =
            Map.of("string", "string", "code", "string", "uri", "string", "dateTime", "string", "integer", "integer");

    private static final Map<String, String> ALWAYS = Map.of(
            "400", "BadRequest",
            "401", "Unauthorized",
            "403", "Forbidden",
            "406", "NotAcceptable",
            "429", "TooManyRequests",
            "500", "Failed");
    private static final Map<String, String> OF_A_RESOURCE = Map.of("404", "NotFound");
    private static final Map<String, String> OF_A_BODY =
            Map.of("408", "Timeout", "413", "TooLarge", "415", "UnsupportedMediaType", "503", "Busy");
    private static final Map<String, String> OF_A_RECORD = Map.of("422", "Unprocessable");

    void describe() {
        String code = "/$" + definition.getCode();
        if (definition.getSystem()) {
            describe(code);
        }
        for (CodeType type : definition.getResource()) {
            if (definition.getType()) {
                describe("/" + type.getValue() + code);
            }
            if (definition.getInstance()) {
                describe("/" + type.getValue() + INSTANCE + code);
            }
        }
    }

    private void describe(String path) {
        ObjectNode item = api.path(path);
        boolean isInFile = item.has("post");
        if (!isInFile) {
            parameters(path, item.withArrayProperty("parameters"));
        }
        if (takesGet) {
            describe(item.withObjectProperty("get"), path, "get");
        }
        ObjectNode post = item.withObjectProperty("post");
        if (!isInFile) {
            describe(post, path, "post");
            body(post.withObjectProperty("requestBody"));
        }
        post.put("description", definition.getDescription());
        post.withObjectProperty("requestBody").put("description", inputsInWords(path));
    }

    private void describe(ObjectNode operation, String path, String method) {
        operation
                .put("operationId", path.substring(1).replaceAll("[/{}$]+", "-") + "-" + method)
                .put("summary", definition.getTitle())
                .put("description", definition.getDescription())
                .putArray("tags")
                .add("Operations");
        answers(operation.withObjectProperty("responses"), path, method);
    }

    private void parameters(String path, ArrayNode parameters) {
        if (path.contains(INSTANCE)) {
            ObjectNode id = parameters
                    .addObject()
                    .put("name", "id")
                    .put("in", "path")
                    .put("required", true)
                    .put("description", "Logical id of the resource.");
            id.putObject("schema").put("$ref", "#/components/schemas/Id");
            example(path, id);
        }
        inputs(path).filter(OperationDescription::isSimple).forEach(input -> {
            ObjectNode parameter = parameters
                    .addObject()
                    .put("name", input.getName())
                    .put("in", "query")
                    .put("description", input.getDocumentation());
            ObjectNode schema = parameter.putObject("schema");
            if (input.getMax().equals("*")) {
                schema = schema.put("type", "array").putObject("items");
            }
            schema.put("type", SIMPLE.get(input.getType()));
            example(path, parameter);
        });
        parameters.addObject().put("$ref", "#/components/parameters/Format");
        parameters.addObject().put("$ref", "#/components/parameters/Pretty");
    }

    private void example(String path, ObjectNode parameter) {
        JsonNode example = examples.path(path.replaceFirst("^/\\$?(\\w+).*", "$1"))
                .path(parameter.path("name").asString());
        if (!example.isMissingNode()) {
            parameter.set("example", example);
        }
    }

    private void body(ObjectNode body) {
        ObjectNode content = body.put("required", true).putObject("content");
        for (String type : List.of(MediaTypes.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE, MediaTypes.TEXT_JSON)) {
            content.putObject(type).putObject("schema").put("$ref", "#/components/schemas/Parameters");
        }
        ObjectNode examples = content.withObjectProperty(MediaTypes.FHIR_JSON).putObject("examples");
        api.example("requests/" + definition.getIdPart() + ".json")
                .ifPresentOrElse(
                        example -> examples.putObject("dialysis")
                                .put("summary", "For a patient on dialysis")
                                .set("value", example),
                        () -> examples.putObject("none")
                                .put("summary", "All parameters are in the address")
                                .putObject("value")
                                .put("resourceType", FHIRAllTypes.PARAMETERS.toCode()));
    }

    private void answers(ObjectNode answers, String path, String method) {
        OperationDefinitionParameterComponent output = definition.getParameter().stream()
                .filter(parameter -> parameter.getUse() == OperationParameterUse.OUT)
                .filter(parameter -> parameter.getName().equals("return"))
                .findFirst()
                .orElseGet(() -> new OperationDefinitionParameterComponent()
                        .setType(FHIRAllTypes.PARAMETERS.toCode())
                        .setDocumentation("The answer."));
        answers.putObject("200")
                .put("description", output.getDocumentation())
                .putObject("content")
                .putObject(MediaTypes.FHIR_JSON)
                .putObject("schema")
                .put("type", "object")
                .putObject("properties")
                .putObject("resourceType")
                .put("const", output.getType());
        List<Map<String, String>> others = new ArrayList<>(List.of(ALWAYS));
        if (!definition.getSystem()) {
            others.add(OF_A_RESOURCE);
        }
        if (method.equals("post")) {
            others.add(OF_A_BODY);
        }
        if (inputs(path).anyMatch(input -> input.getName().equals("data"))) {
            others.add(OF_A_RECORD);
        }
        others.stream()
                .flatMap(each -> each.entrySet().stream())
                .sorted(Map.Entry.comparingByKey())
                .forEach(each ->
                        answers.putObject(each.getKey()).put("$ref", "#/components/responses/" + each.getValue()));
    }

    /** All parameters, for the body. */
    private String inputsInWords(String path) {
        List<String> lines = new ArrayList<>(List.of("Parameters with:"));
        inputs(path).forEach(input -> inWords("", input, lines));
        return String.join("\n", lines);
    }

    private static void inWords(String prefix, OperationDefinitionParameterComponent input, List<String> lines) {
        String name = prefix + input.getName();
        String type = input.getType() != null ? ", " + input.getType() : "";
        lines.add(
                "- " + name + " (" + input.getMin() + ".." + input.getMax() + type + "): " + input.getDocumentation());
        input.getPart().forEach(part -> inWords(name + ".", part, lines));
    }

    /** Without {@code url}, which is not needed on an instance. */
    private Stream<OperationDefinitionParameterComponent> inputs(String path) {
        return definition.getParameter().stream()
                .filter(parameter -> parameter.getUse() == OperationParameterUse.IN)
                .filter(parameter ->
                        !path.contains(INSTANCE) || !parameter.getName().equals("url"));
    }

    private static boolean isSimple(OperationDefinitionParameterComponent input) {
        return SIMPLE.containsKey(String.valueOf(input.getType()));
    }
}
