package org.calcinosiscds.cql;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kotlin.Pair;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.fhir.PatientBundle;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.data.CompositeDataProvider;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.EvaluationExpressionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationParams;
import org.opencds.cqf.cql.engine.execution.EvaluationResults;
import org.opencds.cqf.cql.engine.execution.ExpressionResult;
import org.opencds.cqf.cql.engine.runtime.DateTime;

/**
 * One engine for one patient and one question. A shared engine was measured to return another patient's numbers, so
 * nothing here outlives the question; what one call computed is cached for the next call on the same object.
 */
final class Evaluation {
    private static final String FHIR = "http://hl7.org/fhir";

    private final CqlEngine engine;
    private final Pair<String, Object> context;
    private final Map<String, Object> parameters;
    private final Instant asOf;

    Evaluation(Compiled compiled, PatientBundle patient, Instant asOf, Map<String, Object> parameters) {
        Environment environment = new Environment(
                compiled.libraries(),
                new HashMap<>(Map.of(
                        FHIR,
                        new CompositeDataProvider(compiled.model(), new RecordIndex(patient, compiled.terminology())))),
                compiled.terminology());
        this.engine = new CqlEngine(environment, new java.util.HashSet<>(Set.of(CqlEngine.Options.EnableExpressionCaching)));
        this.context = new Pair<>("Patient", patient.patient().getIdPart());
        this.parameters = new HashMap<>(parameters);
        this.parameters.put("As Of", new DateTime(asOf.atOffset(ZoneOffset.UTC)));
        this.asOf = asOf;
    }

    /** @throws EvaluationException naming the library when a define failed; what it failed on may be patient data */
    Map<String, @Nullable Object> evaluate(VersionedIdentifier library, List<String> defines) {
        EvaluationResults results = engine.evaluate(new EvaluationParams(
                Map.of(library, defines.stream().map(EvaluationExpressionRef::new).toList()),
                context,
                parameters,
                null,
                asOf.atZone(ZoneOffset.UTC)));
        results.getExceptions().forEach((failed, failure) -> {
            throw new EvaluationException(
                    "Library " + failed.getId() + " failed with " + failure.getClass().getSimpleName() + ".");
        });
        Map<String, @Nullable Object> values = new HashMap<>();
        Map<String, ExpressionResult> found = results.getOnlyResultOrThrow().getExpressionResults();
        found.forEach((name, result) -> values.put(name, result.getValue()));
        return values;
    }
}
