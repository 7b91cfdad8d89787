package org.calcinosiscds.fault;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.calcinosiscds.bench.HookCall;

/** Hook calls about patients that differ in their ids and in the ids of their results. */
final class PatientCalls {
    static final String SERVICE = "/cds-services/calcinosis-patient-view";

    private final URI address;
    private final String body;

    PatientCalls(ServiceProcess service) throws Exception {
        this.address = URI.create("http://localhost:" + service.port + SERVICE);
        this.body = HookCall.body(service.get(service.port, "/cds-services"));
    }

    HttpRequest.Builder about(int patient) {
        String id = "p" + patient;
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.replace("\"" + HookCall.PATIENT + "\"", "\"" + id + "\"")
                        .replace("Patient/" + HookCall.PATIENT, "Patient/" + id)
                        .replace("\"id\":\"o", "\"id\":\"" + id + "-o")));
    }
}
