package org.calcinosiscds.feedback;

import org.calcinosiscds.knowledge.KnowledgeBase;

/** The reasons that cards offer. */
public final class OverrideReasons {
    /** Their code system. */
    public static final String SYSTEM = "https://calcinosis-cds.org/fhir/CodeSystem/override-reason";

    private final KnowledgeBase knowledge;

    OverrideReasons(KnowledgeBase knowledge) {
        this.knowledge = knowledge;
    }

    public boolean contains(String code) {
        return knowledge.display(SYSTEM, code).isPresent();
    }
}
