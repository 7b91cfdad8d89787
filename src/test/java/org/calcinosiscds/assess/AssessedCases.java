package org.calcinosiscds.assess;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.assess.PatientAssessments.Settings;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import tools.jackson.databind.JsonNode;

/** Assesses the patients of cases by the rules of their hooks, with other records than those of the cases. */
final class AssessedCases implements AutoCloseable {
    private static final String AS_OF = "2026-11-21T09:00:00Z";

    private final Map<String, PatientAssessments> byHook = new LinkedHashMap<>();

    PatientAnswer answer(PatientCase patient, JsonNode bundle, AsFhir asFhir) {
        return byHook.computeIfAbsent(
                        patient.hook(), each -> PatientAssessments.open(new Settings("", each, AS_OF, "UTC")))
                .assess(patient.patientId(), List.of(Json.write(bundle).getBytes(StandardCharsets.UTF_8)), asFhir);
    }

    @Override
    public void close() {
        byHook.values().forEach(PatientAssessments::close);
    }
}
