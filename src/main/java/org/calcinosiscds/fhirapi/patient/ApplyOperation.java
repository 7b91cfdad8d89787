package org.calcinosiscds.fhirapi.patient;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZonedDateTime;
import java.util.Set;
import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.context.HookContextReader;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.fhirapi.FhirLogEntry;
import org.calcinosiscds.fhirapi.FhirOperation;
import org.calcinosiscds.fhirapi.FhirRequestBodies;
import org.calcinosiscds.fhirapi.knowledge.CanonicalResolver;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code PlanDefinition/$apply}: applies one of our PlanDefinitions to one patient, as FHIR R4 defines it. */
@Component
public class ApplyOperation implements FhirOperation {
    private static final Set<String> NAMES =
            Set.of("url", "subject", "encounter", "practitioner", "data", "asOf", "context");

    private final CanonicalResolver canonicals;
    private final SubjectRecords subjects;
    private final AssessParametersReader parametersReader;
    private final HookContextReader contexts;
    private final DecisionSupport decisionSupport;
    private final ProposedCarePlan proposedPlan;
    private final AuditedDecisions decisions;

    ApplyOperation(
            CanonicalResolver canonicals,
            SubjectRecords subjects,
            AssessParametersReader parametersReader,
            HookContextReader contexts,
            DecisionSupport decisionSupport,
            ProposedCarePlan proposedPlan,
            AuditedDecisions decisions) {
        this.canonicals = canonicals;
        this.subjects = subjects;
        this.parametersReader = parametersReader;
        this.contexts = contexts;
        this.decisionSupport = decisionSupport;
        this.proposedPlan = proposedPlan;
        this.decisions = decisions;
    }

    @Operation(name = "$apply", typeName = "PlanDefinition", manualRequest = true)
    public CarePlan apply(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        ((FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE)).operation("apply");
        OperationInput input = FhirRequestBodies.parameters(request, NAMES);
        PlanDefinition plan = canonicals.named(PlanDefinition.class, id, input);
        DecisionService service = service(plan);
        HookContext hookContext = contexts.read(input.parameter("context"), service.hook());
        String encounter = reference(input, "encounter", Set.of("Encounter"));
        ProposedCarePlan.Context context = new ProposedCarePlan.Context(
                plan,
                encounter == null && hookContext.encounterId() != null
                        ? "Encounter/" + hookContext.encounterId()
                        : encounter,
                reference(input, "practitioner", Set.of("Practitioner", "PractitionerRole")));
        ZonedDateTime asOf = parametersReader.asOf(input, CallerZone.of(request));
        PatientBundle patient = subjects.read(input, hookContext);
        Assessment assessment = decisionSupport.assessFully(new AssessmentRequest(
                service.id(),
                patient,
                asOf,
                hookContext.userType(),
                context.encounterId() == null ? hookContext.encounterOf(patient) : context.encounterId(),
                hookContext.session(patient, service.hook())));
        String patientId = patient.patient().getIdPart();
        decisions.note(request, service.id(), patientId, assessment, context.practitioner(), context.encounterId());
        return proposedPlan.of(assessment, patientId, context);
    }

    /** Every PlanDefinition that is loaded defines a service. */
    private DecisionService service(PlanDefinition plan) {
        return decisionSupport.service(plan.getIdPart()).orElseThrow();
    }

    private static @Nullable String reference(OperationInput input, String name, Set<String> types) {
        String reference = input.text(name);
        if (reference == null) {
            return null;
        }
        LiteralReference literal = LiteralReference.of(reference);
        if (literal == null || literal.base() != null || !types.contains(String.valueOf(literal.type()))) {
            throw RequestException.badRequest(
                    input.location(name),
                    "Parameter '" + name + "' must be a relative reference to "
                            + String.join(" or ", types.stream().sorted().toList()) + ".");
        }
        return reference;
    }
}
