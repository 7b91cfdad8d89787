package org.calcinosiscds.cdshooks.request;

import java.time.ZonedDateTime;
import java.util.Map;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The request of a hook call, each field checked.
 *
 * @param hookInstance a UUID; the only field of the request that may be logged
 * @param fhirServer base URL of the EHR's FHIR server; null when the call names none
 * @param authorization access to that FHIR server
 * @param patientId logical id of the patient
 * @param context what the user is doing; it always names the user
 * @param asOf the moment to evaluate for: now in the time zone of the client, or the moment that the call names (replays, examples)
 * @param isExplained whether the response says why each rule is what it is
 * @param prefetch the prefetched data by key, as received; also keys that the service did not ask for, and JSON nulls
 */
public record CdsRequest(
        String hook,
        String hookInstance,
        @Nullable String fhirServer,
        FhirAuthorization authorization,
        String patientId,
        HookContext context,
        ZonedDateTime asOf,
        boolean isExplained,
        Map<String, JsonValue> prefetch) {

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "CdsRequest of hook " + hook;
    }
}
