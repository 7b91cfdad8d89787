package org.calcinosiscds.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Resource;
import tools.jackson.databind.JsonNode;

/** A second reading of whose a resource is, for the types that decide: by the JSON, not by the model. */
public final class WhoseResources {
    private static final Set<String> OF_A_PATIENT = Set.of(
            "Observation",
            "Condition",
            "Encounter",
            "Procedure",
            "Specimen",
            "ServiceRequest",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationAdministration");

    private WhoseResources() {}

    /**
     * Fails when a resource of the record is not the patient's.
     *
     * @param request in which a Patient may have been given another name
     */
    public static void require(PatientBundle record, String patientId, JsonNode request) {
        assertThat(record.patient().getIdPart()).isEqualTo(patientId);
        Set<String> names = new HashSet<>();
        names.add("Patient/" + patientId);
        entries(request)
                .filter(entry -> entry.at("/resource/resourceType").asString("").equals("Patient"))
                .filter(entry -> entry.at("/resource/id").asString("").equals(patientId))
                .forEach(entry -> names.add(entry.path("fullUrl").asString("")));
        record.byType().forEach((type, resources) -> {
            if (OF_A_PATIENT.contains(type)) {
                resources.forEach(resource -> assertThat(subject(resource))
                        .as("subject of a resource in the record of %s", names)
                        .satisfies(subject -> assertThat(names.contains(subject)
                                        || subject.replaceFirst("/_history/[^/]+$", "")
                                                .replaceFirst("^https?://.+/(?=Patient/)", "")
                                                .equals("Patient/" + patientId))
                                .isTrue()));
            }
        });
    }

    private static String subject(Resource resource) {
        JsonNode json = Json.read(FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource));
        return json.at("/subject/reference").asString("");
    }

    private static Stream<JsonNode> entries(JsonNode node) {
        List<JsonNode> entries = node.findValues("entry");
        return entries.stream().flatMap(JsonNode::valueStream);
    }
}
