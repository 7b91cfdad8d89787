package org.calcinosiscds.recognition;

import org.hl7.fhir.r4.model.CodeableConcept;

/**
 * A concept of a record and how it was understood.
 *
 * @param system name of its code system, one of {@link SystemTag}
 */
public record Entry(Kind kind, String system, CodeableConcept concept, RecognisedConcept judgement) {
    /** What is counted apart. */
    public enum Kind {
        MEDICINE,
        CONDITION,
        RESULT,
        FINDING,
        ORDER
    }

    /** Whether a code or a name of it is known. */
    public boolean isRecognised() {
        return judgement.isRecognised();
    }

    /** {@code code}, {@code name} or {@code nothing}. */
    public String by() {
        return isRecognised() ? judgement.means().name().toLowerCase(java.util.Locale.ROOT) : "nothing";
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Entry of kind " + kind;
    }
}
