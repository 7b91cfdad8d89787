package org.calcinosiscds.cql;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.knowledge.KnowledgeBase;

/** What {@code $apply} asks the knowledge base about a case, for tests of other packages. */
public final class CaseAssessments {
    private CaseAssessments() {}

    public static KnowledgeBase knowledge() {
        return CaseAnswers.COMPILED.knowledge();
    }

    /** With the CQL parameters of the case as settings of a site. */
    public static Assessment full(PatientCase patient) {
        return support(patient).assessFully(CaseQuestions.about(patient, patient.record()));
    }

    /** Likewise, as a hook asks. */
    static Assessment withParameters(PatientCase patient) {
        return support(patient).assess(CaseQuestions.about(patient, patient.record()));
    }

    private static CqlDecisionSupport support(PatientCase patient) {
        CompiledKnowledge compiled = CaseAnswers.COMPILED;
        KnowledgeBase base = compiled.knowledge();
        Map<String, Object> settings = new TreeMap<>(base.settings());
        settings.putAll(patient.parameters());
        KnowledgeBase set = new KnowledgeBase(
                base.content(),
                base.version(),
                base.cql(),
                base.libraries(),
                base.plans(),
                base.activities(),
                base.valueSets(),
                base.codeSystems(),
                base.resources(),
                settings,
                base.supplement());
        CompiledKnowledge withSettings = new CompiledKnowledge(
                set,
                compiled.services(),
                compiled.libraries(),
                compiled.model(),
                compiled.terminology(),
                compiled.recognition(),
                compiled.program(),
                compiled.texts(),
                compiled.definitions());
        return new CqlDecisionSupport(withSettings, List.of(), PatientLimiter.LIMITER);
    }
}
