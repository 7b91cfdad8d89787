package org.calcinosiscds.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A call of any address of the service, mostly spoiled somewhere: in its body, its headers, its address or its method. */
final class RandomCall {
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/fhir+json",
            "application/fhir+ndjson",
            "text/json; charset=utf-8",
            "application/json; charset=utf-16",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/fhir+json; x=ndjson",
            "application/fhir+json;x=\"application/fhir+ndjson\"",
            "APPLICATION/FHIR+NDJSON; charset=\"UTF-8\"",
            "application/fhir+ndjson, application/json",
            "application/fhir+json\r\nContent-Type: application/fhir+ndjson",
            "application/json; x=\"Qzx7",
            "*/*",
            "x",
            "");
    private static final List<String> HEADERS = List.of(
            "Authorization: Bearer Qzx7.e30.e30",
            "Authorization: Basic Qzx7",
            "Accept: application/xml",
            "Accept: Qzx7",
            "Accept: text/html;q=2",
            "Accept-Encoding: Qzx7",
            "Accept-Charset: Qzx7",
            "Accept-Language: Qzx7",
            "Content-Encoding: gzip",
            "Content-Language: Qzx7",
            "Origin: https://Qzx7.example",
            "Origin: null",
            "Cookie: JSESSIONID=Qzx7",
            "Forwarded: for=Qzx7;host=Qzx7",
            "X-Forwarded-Host: Qzx7",
            "X-HTTP-Method-Override: DELETE",
            "If-None-Match: \"Qzx7\"",
            "If-Modified-Since: Qzx7",
            "Range: bytes=0-Qzx7",
            "Prefer: return=Qzx7",
            "Content-Disposition: attachment; filename=Qzx7",
            "traceparent: Qzx7");
    private static final List<String> QUERIES = List.of(
            "asOf=2026-11-21T09:00:00Z",
            "asOf=Qzx7",
            "asOf=0001-01-01T00:00:00Z",
            "hook=order-sign",
            "hook=Qzx7",
            "subject=Qzx7",
            "subject=Patient/Qzx7&subject=x",
            "_format=xml",
            "_format=json",
            "_pretty=true",
            "_summary=Qzx7",
            "_elements=Qzx7",
            "_count=-1",
            "_count=99999999999",
            "name=Qzx7",
            "url=https://calcinosis-cds.org/fhir/ValueSet/lab-phosphate",
            "code=Qzx7&system=http://loinc.org",
            "filter=moles&count=1&offset=1000000",
            "expression=Qzx7",
            "Qzx7=Qzx7",
            "%51=%zz",
            "a=%C0%AE",
            "a&".repeat(1200),
            "&&==;",
            "x=" + "y".repeat(5000));
    private static final List<String> READS = List.of(
            "/cds-services",
            "/fhir/metadata",
            "/fhir/Library",
            "/fhir/PlanDefinition/calcinosis-patient-view",
            "/fhir/PlanDefinition/calcinosis-patient-view/$data-requirements",
            "/fhir/ValueSet/lab-phosphate/$expand",
            "/fhir/ValueSet/lab-phosphate/$validate-code",
            "/fhir/ValueSet/$expand",
            "/fhir/Qzx7",
            "/fhir/Library/Qzx7/_history/1",
            "/fhir/Library/_search",
            "/fhir",
            "/actuator/health/liveness",
            "/actuator/env",
            "/error",
            "/Qzx7",
            "//",
            "/cds-services/calcinosis-patient-view/analytics/Qzx7",
            "/fhir/%2e%2e/Qzx7",
            "/cds-services/..;/Qzx7",
            "/fhir/Library/a%00b",
            "/actuator/prometheus",
            "/actuator/health/..;/env",
            "/actuator%2Fhealth",
            "/actuator/./feedback",
            "http://localhost/actuator/health",
            "http://localhost/fhir/%2e%2e/Qzx7",
            "http://Qzx7/cds-services",
            "/*");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QZX");

    private final Random chance;
    private final Damage damage;
    private final List<PatientCase> cases;

    RandomCall(long seed, List<PatientCase> cases) {
        this.chance = new Random(seed);
        this.damage = new Damage(chance);
        this.cases = cases;
    }

    /** The whole of it as it goes over the wire. */
    byte[] bytes() {
        PatientCase patient = damage.pick(cases);
        String method = "POST";
        String path;
        String type = "application/json";
        byte[] body;
        switch (chance.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                path = "/cds-services/" + patient.service();
                body = spoiled(hookCall(patient));
            }
            case 4 -> {
                path = "/cds-services/" + patient.service() + "/feedback";
                body = spoiled(feedback());
            }
            case 5, 6 -> {
                path = "/fhir/$assess";
                type = "application/fhir+json";
                body = spoiled(chance.nextBoolean() ? patient.bundle().deepCopy() : parameters(patient));
            }
            case 7 -> {
                path = "/fhir/$assess";
                type = "application/fhir+ndjson";
                body = spoiled(ndjson(patient).getBytes(StandardCharsets.UTF_8));
            }
            case 8 -> {
                path = "/fhir/PlanDefinition/" + patient.service() + "/$apply";
                type = "application/fhir+json";
                body = spoiled(parameters(patient));
            }
            default -> {
                path = damage.pick(READS);
                method = chance.nextInt(4) == 0 ? "POST" : "GET";
                body = method.equals("POST") ? spoiled(parameters(patient)) : new byte[0];
            }
        }
        boolean isOdd = chance.nextInt(6) == 0;
        return request(
                isOdd && chance.nextInt(3) == 0 ? damage.pick(METHODS) : method,
                chance.nextInt(4) == 0 ? path + "?" + damage.pick(QUERIES) : path,
                isOdd && chance.nextInt(2) == 0 ? damage.pick(TYPES) : type,
                isOdd ? damage.pick(HEADERS) : "Accept: */*",
                body);
    }

    private static byte[] request(String method, String target, String type, String header, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s%s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(
                                method,
                                target,
                                type.isEmpty() ? "" : "Content-Type: " + type + "\r\n",
                                header,
                                body.length)
                        .getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private byte[] spoiled(JsonNode tree) {
        if (chance.nextInt(10) > 0) {
            damage.spoil(tree);
        }
        byte[] bytes = Damage.write(tree);
        return chance.nextInt(5) == 0 ? damage.spoil(bytes) : bytes;
    }

    private byte[] spoiled(byte[] bytes) {
        return chance.nextInt(3) == 0 ? damage.spoil(bytes) : bytes;
    }

    private static ObjectNode hookCall(PatientCase patient) {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("hook", patient.hook()).put("hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
        call.set("context", patient.hookContext());
        call.putObject("extension").putObject("org.calcinosis-cds").put("asOf", patient.asOfText());
        ObjectNode prefetch = call.putObject("prefetch");
        patient.resources().stream()
                .filter(resource -> resource.path("resourceType").asString("").equals("Patient"))
                .findFirst()
                .ifPresent(resource -> prefetch.set("patient", resource.deepCopy()));
        // All of the record stands in each place: keys are mapped by hand in some EHRs, and all are read.
        for (String key : List.of("observations", "conditions", "procedures", "medicationRequests")) {
            prefetch.set(key, patient.bundle().deepCopy());
        }
        for (String key : List.of(
                "observations2",
                "observationsByComponent",
                "observationsByValue",
                "encounters",
                "serviceRequests",
                "specimens",
                "medicationAdministrations",
                "medicationStatements",
                "appointments")) {
            prefetch.putNull(key);
        }
        return call;
    }

    private static ObjectNode parameters(PatientCase patient) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        parameters
                .withArray("parameter")
                .addObject()
                .put("name", "data")
                .set("resource", patient.bundle().deepCopy());
        parameters.withArray("parameter").addObject().put("name", "subject").put("valueString", patient.patientId());
        return parameters;
    }

    private static JsonNode feedback() {
        return Json.read("""
                {"feedback":[{"card":"9a9ea5f1-5d5a-8c1e-8d1e-3e05e953b2ea","outcome":"overridden","outcomeTimestamp":"2026-11-21T09:00:00Z",
                "overrideReason":{"reason":{"code":"defer","system":"https://calcinosis-cds.org/fhir/CodeSystem/override-reason"},
                "userComment":"Qzx7"}},{"card":"9a9ea5f1-5d5a-8c1e-8d1e-3e05e953b2ea","outcome":"accepted",
                "acceptedSuggestions":[{"id":"9a9ea5f1-5d5a-8c1e-8d1e-3e05e953b2ea"}],"outcomeTimestamp":"2026-11-21T09:00:00Z"}]}""");
    }

    private String ndjson(PatientCase patient) {
        return patient.resources().stream()
                .map(JsonNode::deepCopy)
                .peek(resource -> {
                    if (chance.nextInt(6) == 0) {
                        damage.spoil(resource);
                    }
                })
                .map(resource -> new String(Damage.write(resource), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }
}
