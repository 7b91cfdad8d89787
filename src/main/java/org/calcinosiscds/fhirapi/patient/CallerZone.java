package org.calcinosiscds.fhirapi.patient;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import org.calcinosiscds.client.CdsClient;

/** The configured time zone of the client. */
final class CallerZone {
    private CallerZone() {}

    static ZoneId of(HttpServletRequest request) {
        return ((CdsClient) request.getAttribute(CdsClient.ATTRIBUTE)).timeZone();
    }
}
