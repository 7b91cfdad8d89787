package org.calcinosiscds.assess;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.EvaluationSettings;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.knowledge.KnowledgeLoader;

/** The packaged content, compiled once for the tests of what a record is filtered by, and a guard with limits that no case meets. */
final class FilteredContent {
    static final FhirContext FHIR = FhirContext.forR4Cached();
    static final JsonGuard GUARD = new JsonGuard(
            new Limits(1 << 24, Duration.ofMinutes(1), 64, 256, 1 << 20, 40, 30, 1_000_000, 10_000, 10_000, 50), FHIR);
    static final CqlKnowledge KNOWLEDGE = CqlKnowledge.compile(
            new KnowledgeLoader(FHIR).load(),
            FHIR,
            new EvaluationSettings(
                    0, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)));

    private FilteredContent() {}
}
