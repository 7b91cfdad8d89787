package org.calcinosiscds.cdshooks.request;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.json.JsonValue;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * A call of a hook, checked field by field.
 *
 * @param hookInstance a UUID, which is all of the request that may be logged
 * @param fhirServer base URL of the EHR's FHIR server; null when it has none for us
 * @param authorization to that FHIR server
 * @param asOf the moment to evaluate for: now in the time zone of the client, or for replays and examples what the call says
 * @param prefetch by key, as it arrived; also keys that were not asked for, and JSON nulls
 */
public record CdsRequest(
        String hook,
        String hookInstance,
        @Nullable String fhirServer,
        FhirAuthorization authorization,
        HookContext context,
        ZonedDateTime asOf,
        Map<String, JsonValue> prefetch) {

    /**
     * What is being done: user and patient for every hook, the rest where the hook has it.
     *
     * @param user reference of the user, such as {@code Practitioner/1}
     * @param patientId logical id of the patient
     * @param encounterId logical id of the encounter; null when there is none
     * @param draftOrders Bundle of the unsigned orders
     * @param selections references of the drafts just picked, at least one
     * @param conditions Bundle of the problems being added
     */
    public record HookContext(
            String user,
            String patientId,
            @Nullable String encounterId,
            @Nullable JsonValue draftOrders,
            @Nullable List<String> selections,
            @Nullable JsonValue conditions) {
        /** Resource type of the user, such as {@code Practitioner}. */
        public String userType() {
            return new IdType(user).getResourceType();
        }

        @Override
        public String toString() {
            return "HookContext";
        }
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "CdsRequest of hook " + hook;
    }
}
