package org.calcinosiscds.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of a hook call with every prefetch key that discovery names, filled or empty. */
public final class HookCall {
    /** Id of the patient in it. */
    public static final String PATIENT = SyntheticRecord.PATIENT_ID;

    static final int OBSERVATIONS = 20;

    private HookCall() {}

    /** The prefetch of such a call, without the keys that it leaves empty. */
    public static String prefetch() {
        return SyntheticRecord.json(SyntheticRecord.prefetch(OBSERVATIONS));
    }

    /** The instant of evaluation that the call names. */
    public static String asOf() {
        return SyntheticRecord.AS_OF;
    }

    /** @param discovery answer of {@code GET /cds-services} */
    public static String body(String discovery) {
        JsonNode templates =
                JsonMapper.shared().readTree(discovery).path("services").path(0).path("prefetch");
        Map<String, String> prefetch = new LinkedHashMap<>();
        templates.propertyNames().forEach(key -> prefetch.put(key, SyntheticRecord.searchset(List.of())));
        prefetch.putAll(SyntheticRecord.prefetch(OBSERVATIONS));
        return """
                {"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",\
                "context":{"userId":"Practitioner/bench","patientId":"%s"},\
                "extension":{"org.calcinosis-cds":{"asOf":"%s"}},"prefetch":%s}""".formatted(PATIENT, SyntheticRecord.AS_OF, SyntheticRecord.json(prefetch));
    }
}
