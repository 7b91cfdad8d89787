package org.calcinosiscds.secondengine;

import ca.uhn.fhir.context.FhirContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cql.TranslatorTracking;
import org.cqframework.cql.cql2elm.StringLibrarySourceProvider;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.opencds.cqf.fhir.cql.EvaluationSettings;
import org.opencds.cqf.fhir.cql.LibraryEngine;
import org.opencds.cqf.fhir.cql.engine.retrieve.RetrieveSettings.TERMINOLOGY_FILTER_MODE;
import org.opencds.cqf.fhir.cql.engine.terminology.TerminologySettings.VALUESET_EXPANSION_MODE;
import org.opencds.cqf.fhir.cr.CrSettings;
import org.opencds.cqf.fhir.cr.plandefinition.PlanDefinitionProcessor;
import org.opencds.cqf.fhir.utility.monad.Eithers;

/** {@code PlanDefinition/$apply} of cqf-fhir-cr over the content, which it translates from the CQL by itself, once. */
final class SecondEngine {
    private final CanonicalRepository repository;
    private final EvaluationSettings settings = EvaluationSettings.getDefault();
    private final PlanDefinitionProcessor processor;
    private final Map<String, PlanDefinition> plans = new HashMap<>();
    private final Map<String, PlanLibrary> libraries = new HashMap<>();

    SecondEngine(FhirContext context, PublishedContent content) {
        repository = new CanonicalRepository(context, content.bundle());
        for (PlanDefinition plan : content.all(PlanDefinition.class)) {
            PlanLibrary library = new PlanLibrary(plan);
            plans.put(plan.getIdPart(), plan);
            libraries.put(plan.getIdPart(), library);
            settings.getLibrarySourceProviders().add(new StringLibrarySourceProvider(List.of(library.cql(context))));
        }
        // The repository answers no $expand; the codes stand in the files.
        settings.getTerminologySettings().setValuesetExpansionMode(VALUESET_EXPANSION_MODE.PERFORM_NAIVE_EXPANSION);
        // It takes a value set without codes for one that it cannot expand.
        content.all(ValueSet.class).stream()
                .filter(valueSet -> !valueSet.hasCompose())
                .forEach(valueSet -> settings.getValueSetCache().put(valueSet.getUrl(), List.of()));
        // Filtering by itself, it fails on [Observation: value in ...] where a value is a Quantity.
        settings.getRetrieveSettings().setTerminologyParameterMode(TERMINOLOGY_FILTER_MODE.USE_INLINE_CODES);
        processor = new PlanDefinitionProcessor(repository, new CrSettings().withEvaluationSettings(settings));
    }

    /** @param plan id of a PlanDefinition */
    CarePlan apply(String plan, String patientId, Parameters parameters, Bundle data) {
        return TranslatorTracking.withoutCleanUp(
                () -> apply(plan, patientId, parameters, data, new OnePass(repository, settings, libraries.get(plan))));
    }

    /** The same with nothing of the engine replaced. */
    CarePlan applySlowly(String plan, String patientId, Parameters parameters, Bundle data) {
        return TranslatorTracking.withoutCleanUp(
                () -> apply(plan, patientId, parameters, data, new LibraryEngine(repository, settings)));
    }

    private CarePlan apply(String plan, String patientId, Parameters parameters, Bundle data, LibraryEngine engine) {
        // A copy, because it writes into the extensions.
        PlanDefinition definition = plans.get(plan).copy();
        return (CarePlan) processor.apply(
                Eithers.<CanonicalType, IIdType, PlanDefinition>forRight3(definition),
                patientId,
                null, // encounter
                null, // practitioner
                null, // organization
                null, // user type
                null, // user language
                null, // user task
                null, // setting
                null, // setting in detail
                parameters,
                data,
                null, // prefetched data
                engine);
    }
}
