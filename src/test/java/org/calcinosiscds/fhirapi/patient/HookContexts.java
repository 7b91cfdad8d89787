package org.calcinosiscds.fhirapi.patient;

import org.calcinosiscds.cases.PatientCase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The context of a hook as parameter {@code context}. */
final class HookContexts {
    private HookContexts() {}

    /** Field by field; the patient is parameter {@code subject}. */
    static ObjectNode parameter(PatientCase patient) {
        return parameter(patient.hookContext());
    }

    static ObjectNode parameter(ObjectNode context) {
        ObjectNode parameter = JsonNodeFactory.instance.objectNode().put("name", "context");
        context.properties().stream()
                .filter(field -> !field.getKey().equals("patientId"))
                .forEach(field -> add(field.getKey(), field.getValue(), parameter));
        return parameter;
    }

    private static void add(String name, JsonNode value, ObjectNode parameter) {
        if (value.isArray()) {
            value.forEach(each -> add(name, each, parameter));
        } else if (value.isObject()) {
            parameter.withArray("part").addObject().put("name", name).set("resource", value);
        } else {
            parameter.withArray("part").addObject().put("name", name).put("valueString", value.asString());
        }
    }
}
