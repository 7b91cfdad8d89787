package org.calcinosiscds.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * A call of patient-view whose right answer is known.
 *
 * @param answer text that the right answer holds
 */
record MeasuredCall(String name, String body, String answer) {
    private static final String SERVICE = "/cds-services/calcinosis-patient-view";

    /** A dialysis patient with twenty results, two cards. */
    static MeasuredCall withCards(String discovery) {
        return new MeasuredCall("with cards", HookCall.body(discovery), "71.4 mg2/dL2");
    }

    /** The same record with high blood pressure in place of dialysis and with results that are normal: no card. */
    static MeasuredCall withoutCards(String discovery) {
        String body = HookCall.body(discovery)
                .replace("\"Z99.2\"", "\"I10\"")
                .replace("\"value\":7.0", "\"value\":3.5")
                .replace("\"value\":6.9", "\"value\":0.9");
        return new MeasuredCall("without cards", body, "\"cards\":[]");
    }

    HttpRequest.Builder request(ServiceProcess service) {
        return request(service, body);
    }

    /** The same about another patient. */
    HttpRequest.Builder request(ServiceProcess service, int patient) {
        return request(service, body.replace(HookCall.PATIENT, HookCall.PATIENT + patient));
    }

    private static HttpRequest.Builder request(ServiceProcess service, String body) {
        URI address = service.address(SERVICE);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }
}
