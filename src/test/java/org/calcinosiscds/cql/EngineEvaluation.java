package org.calcinosiscds.cql;

import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.EvaluationVisitor;
import org.opencds.cqf.cql.engine.execution.GlobalCoverage;
import org.opencds.cqf.cql.engine.execution.Libraries;
import org.opencds.cqf.cql.engine.execution.State;

/** Evaluates the defines of the content by the engine's own visitor, on the same record. */
final class EngineEvaluation {
    private final CompiledKnowledge compiled;
    private final State state;
    private final EvaluationVisitor visitor = new EvaluationVisitor();

    EngineEvaluation(
            CompiledKnowledge compiled, PatientBundle patient, ZonedDateTime asOf, Map<String, Object> parameters) {
        this.compiled = compiled;
        this.state = Evaluation.state(compiled, Evaluation.record(compiled, patient), patient, asOf, parameters);
    }

    /** What the engine's own collection has seen from now on. */
    GlobalCoverage coverage() {
        state.getEngineOptions().add(CqlEngine.Options.EnableCoverageCollection);
        return state.getGlobalCoverage();
    }

    /** @throws org.opencds.cqf.cql.engine.exception.CqlException when a define fails */
    Map<String, @Nullable Object> evaluate(VersionedIdentifier identifier, List<String> defines) {
        Library library = compiled.library(identifier);
        Map<String, @Nullable Object> values = new HashMap<>();
        state.init(library);
        state.beginEvaluation();
        for (String name : defines) {
            ExpressionDef define = Libraries.resolveExpressionRef(name, library);
            state.pushActivationFrame(define, define.getContext());
            try {
                values.put(name, visitor.visitExpressionDef(define, state));
            } finally {
                state.popActivationFrame();
            }
        }
        state.endEvaluation();
        state.clearEvaluatedResources();
        state.exitLibrary(true);
        return values;
    }
}
