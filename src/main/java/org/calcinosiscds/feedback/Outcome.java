package org.calcinosiscds.feedback;

import java.util.Locale;

/** What a clinician did with a card, in the words of CDS Hooks. */
public enum Outcome {
    ACCEPTED,
    OVERRIDDEN;

    /** As CDS Hooks writes it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
