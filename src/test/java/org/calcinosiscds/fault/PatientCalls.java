package org.calcinosiscds.fault;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.calcinosiscds.bench.HookCall;

/** Hook calls about a thousand patients that differ in their ids and in the ids of their results. */
final class PatientCalls {
    private static final int PATIENTS = 1000;

    static final String SERVICE = "/cds-services/calcinosis-patient-view";

    private final URI address;
    private final String body;
    private final Map<Integer, BodyPublisher> bodies = new ConcurrentHashMap<>();

    PatientCalls(ServiceProcess service) throws Exception {
        this.address = URI.create("http://localhost:" + service.port + SERVICE);
        this.body = HookCall.body(service.get(service.port, "/cds-services"));
    }

    HttpRequest.Builder about(int patient) {
        int number = patient % PATIENTS;
        return request(bodies.computeIfAbsent(
                number, key -> BodyPublishers.ofByteArray(ofPatient(body, key).getBytes(StandardCharsets.UTF_8))));
    }

    /** A call whose body is legal and as costly to read as its size allows: it ends with so many empty objects. */
    HttpRequest large(int objects) {
        String padding = "\"padding\":[" + "{},".repeat(objects) + "{}],";
        return request(BodyPublishers.ofString(body.replaceFirst("\"extension\":\\{", "\"extension\":{" + padding)))
                .build();
    }

    private HttpRequest.Builder request(BodyPublisher json) {
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(json);
    }

    /** The same JSON about the patient {@code p} with a number, whose results have ids that begin with that of the patient. */
    static String ofPatient(String json, int patient) {
        String id = "p" + patient;
        return json.replace("\"" + HookCall.PATIENT + "\"", "\"" + id + "\"")
                .replace("Patient/" + HookCall.PATIENT, "Patient/" + id)
                .replace("\"id\":\"o", "\"id\":\"" + id + "-o");
    }
}
