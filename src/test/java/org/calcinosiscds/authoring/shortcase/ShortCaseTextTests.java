package org.calcinosiscds.authoring.shortcase;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Records written as short cases. */
class ShortCaseTextTests {
    private static final IParser PARSER = FhirContext.forR4Cached().newJsonParser();

    @Test
    void recordOfEveryCaseThatCanBeWrittenIsReadAsItWas() throws Exception {
        CodeSystemNames names = CodeSystemNames.in(Path.of("fhir-resources/tests"));
        List<String> different = new ArrayList<>();
        int written = 0;
        for (PatientCase patient : PatientCase.all()) {
            ObjectNode expected = (ObjectNode) patient.expected().deepCopy();
            expected.retain("why", "asOf", "user", "rules");
            Optional<String> text = ShortCaseText.of(expected, patient.bundle(), patient.context());
            if (text.isPresent()) {
                written++;
                ShortCase read = ShortCaseReader.read(text.get(), names, KnownNames.ANY);
                boolean isSame = read.defects().isEmpty()
                        && resources(read.bundle()).equals(resources(named(patient, patient.bundle())))
                        && read.context().toString().equals(named(patient, patient.context()))
                        && Json.strings(read.expected().path("rules"))
                                .toList()
                                .equals(Json.strings(expected.path("rules")).toList())
                        && read.expected().path("why").equals(expected.path("why"));
                if (!isSame) {
                    different.add(patient.name());
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(written).isGreaterThan(1500);
    }

    /** What is said of the patient, with the id that the patient of a short case has. */
    private static String named(PatientCase patient, ObjectNode part) {
        String id = patient.patientId();
        return part.toString()
                .replaceAll("\"reference\":\"(?:[^\"]*/)?Patient/" + id + "\"", "\"reference\":\"Patient/patient\"")
                .replace("\"id\":\"" + id + "\"", "\"id\":\"patient\"");
    }

    private static List<JsonNode> resources(String bundle) {
        return PARSER.parseResource(Bundle.class, bundle).getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .map(PARSER::encodeResourceToString)
                .sorted()
                .map(Json::read)
                .toList();
    }
}
