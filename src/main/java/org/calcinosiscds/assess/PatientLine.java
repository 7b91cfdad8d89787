package org.calcinosiscds.assess;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose a line is.
 *
 * @param type resource type; null when it is not known
 * @param patients keys of the patients, or of the identifiers by which the line names them; the key of a Patient is that of its id
 * @param identifiers of a Patient, as keys
 * @param self type and id
 * @param references type and id of other resources that are no Patients
 * @param part of a Bundle what rules may read of it, as a Bundle; null when that is all of it
 * @param reason why the line cannot be assessed: {@code not-utf8}, {@code not-json}, {@code too-long}, {@code not-r4},
 *     {@code no-patient}; null when it can
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PatientLine(
        Kind kind,
        @Nullable String type,
        List<String> patients,
        List<String> identifiers,
        String self,
        List<String> references,
        byte @Nullable [] part,
        @Nullable String reason) {
    /** What a line holds. */
    public enum Kind {
        /** A Patient. */
        PATIENT,
        /** A resource of one or more patients. */
        RESOURCE,
        /** A resource that belongs to no patient, such as a Medication. */
        SHARED,
        /** A Bundle with the records of one or more patients, which is assessed by itself. */
        BUNDLE,
        /** A resource that no rule reads. Its patients are known where it names them. */
        UNREAD,
        /** What cannot be assessed. */
        REFUSED
    }
}
