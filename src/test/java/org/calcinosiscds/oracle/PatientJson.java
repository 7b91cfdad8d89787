package org.calcinosiscds.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** A random patient as the FHIR Bundle that an integrator would post. */
public final class PatientJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(tools.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final Map<String, String> SUBJECT = Map.of("reference", "Patient/p");

    private PatientJson() {}

    public static String of(RandomPatient patient) {
        List<Map<String, Object>> resources = new ArrayList<>();
        Map<String, Object> person = resource("Patient", "p");
        if (patient.birthDate() != null) {
            person.put("birthDate", patient.birthDate().toString());
        }
        resources.add(person);
        patient.draws().forEach(draw -> resources.add(observation(draw)));
        Map<String, Object> specimen = resource("Specimen", "haemolysed");
        specimen.put("subject", SUBJECT);
        specimen.put("condition", List.of(concept("http://terminology.hl7.org/CodeSystem/v2-0493", "HEM")));
        resources.add(specimen);
        for (int i = 0; i < patient.sessions().size(); i++) {
            Map<String, Object> session = resource("Procedure", "session" + i);
            session.put("status", "completed");
            session.put("subject", SUBJECT);
            session.put("code", concept("http://snomed.info/sct", "302497006"));
            session.put("performedDateTime", patient.sessions().get(i).toString());
            resources.add(session);
        }
        return MAPPER.writeValueAsString(Map.of(
                "resourceType",
                "Bundle",
                "type",
                "collection",
                "entry",
                resources.stream().map(each -> Map.of("resource", each)).toList()));
    }

    private static Map<String, Object> observation(Draw draw) {
        Map<String, Object> observation = resource("Observation", draw.id());
        observation.put("status", draw.status());
        observation.put("subject", SUBJECT);
        observation.put("code", concept("http://loinc.org", draw.analyte().loinc));
        observation.put("effectiveDateTime", draw.moment().toString());
        put(observation, "issued", draw.issued() == null ? null : draw.issued().toString());
        if (draw.absent()) {
            observation.put(
                    "dataAbsentReason", concept("http://terminology.hl7.org/CodeSystem/data-absent-reason", "error"));
        }
        put(observation, "valueString", draw.text());
        if (draw.value() != null) {
            observation.put("valueQuantity", quantity(draw, draw.value(), draw.comparator()));
        }
        if (draw.high() != null) {
            observation.put("referenceRange", List.of(Map.of("high", quantity(draw, draw.high(), null))));
        }
        if (draw.haemolysed()) {
            observation.put("specimen", Map.of("reference", "Specimen/haemolysed"));
        }
        return observation;
    }

    private static Map<String, Object> quantity(
            Draw draw, java.math.BigDecimal value, @org.jspecify.annotations.Nullable String comparator) {
        Map<String, Object> quantity = new TreeMap<>(Map.of("value", value));
        put(quantity, "comparator", comparator);
        put(quantity, "unit", draw.unitText());
        if (draw.unitCode() != null) {
            quantity.put("system", "http://unitsofmeasure.org");
            quantity.put("code", draw.unitCode());
        }
        return quantity;
    }

    private static Map<String, Object> concept(String system, String code) {
        return Map.of("coding", List.of(Map.of("system", system, "code", code)));
    }

    private static Map<String, Object> resource(String type, String id) {
        return new TreeMap<>(Map.of("resourceType", type, "id", id));
    }

    private static void put(Map<String, Object> map, String name, @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
