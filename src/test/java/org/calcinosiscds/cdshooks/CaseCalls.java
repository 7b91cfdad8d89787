package org.calcinosiscds.cdshooks;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.calcinosiscds.cases.PatientCase;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of hook calls about a case. */
final class CaseCalls {
    private CaseCalls() {}

    static ObjectNode call(PatientCase patient, ObjectNode prefetch) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("hook", patient.hook());
        body.put(
                "hookInstance",
                UUID.nameUUIDFromBytes(patient.name().getBytes(StandardCharsets.UTF_8))
                        .toString());
        body.set("context", patient.hookContext());
        body.putObject("extension")
                .putObject("org.calcinosis-cds")
                .put("asOf", patient.expected().path("asOf").asString());
        body.set("prefetch", prefetch);
        return body;
    }
}
