package org.calcinosiscds.wiring;

import org.calcinosiscds.knowledge.KnowledgeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports defective content as a list of its defects in place of a stack trace of everything that needed it. */
class KnowledgeFailureAnalyzer extends AbstractFailureAnalyzer<KnowledgeException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, KnowledgeException cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Correct the content (docs/authoring.md), or start without it.", cause);
    }
}
