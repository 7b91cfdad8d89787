package org.calcinosiscds.client;

import java.util.HashSet;
import java.util.Set;
import org.calcinosiscds.client.ClientSettings.Audience;

/**
 * The endpoint that is called, and what a token for it may name as its audience.
 *
 * <p>The specification says the service's endpoint, and leaves open whether feedback to a service is one of its own; FHIR clients know a
 * base URL and no endpoints.
 *
 * @param path such as {@code /cds-services/calcinosis-patient-view}
 */
record CalledEndpoint(String path) {
    private static final String DISCOVERY = "/cds-services";
    private static final String FEEDBACK = "/feedback";
    private static final String FHIR = "/fhir";

    /** @param publicUrl of this service, without a slash at the end */
    Set<String> audiences(Audience accepted, String publicUrl) {
        Set<String> audiences = new HashSet<>();
        audiences.add(publicUrl + path);
        if (path.endsWith(FEEDBACK)) {
            audiences.add(publicUrl + path.substring(0, path.length() - FEEDBACK.length()));
        }
        if (path.startsWith(FHIR + "/")) {
            audiences.add(publicUrl + FHIR);
        }
        if (accepted == Audience.SERVICE) {
            if (path.startsWith(DISCOVERY)) {
                audiences.add(publicUrl);
                audiences.add(publicUrl + DISCOVERY);
            }
            Set.copyOf(audiences).forEach(audience -> audiences.add(audience + "/"));
        }
        return audiences;
    }
}
