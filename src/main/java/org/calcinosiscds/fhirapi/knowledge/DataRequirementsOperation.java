package org.calcinosiscds.fhirapi.knowledge;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.fhirapi.FhirLogEntry;
import org.calcinosiscds.fhirapi.FhirOperation;
import org.calcinosiscds.fhirapi.FhirRequestBodies;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code $data-requirements} of Library and PlanDefinition: what the logic reads, from the CQL itself. */
@Component
public class DataRequirementsOperation implements FhirOperation {
    private static final Set<String> NAMES = Set.of("url");

    private final CanonicalResolver canonicals;
    private final CompiledLogic logic;
    private final ModuleDefinitions modules;

    DataRequirementsOperation(CanonicalResolver canonicals, CompiledLogic logic, ModuleDefinitions modules) {
        this.canonicals = canonicals;
        this.logic = logic;
        this.modules = modules;
    }

    @Operation(name = "$data-requirements", typeName = "Library", manualRequest = true, idempotent = true)
    public Library ofLibrary(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        Library library = canonicals.named(Library.class, id, input(request));
        return modules.of(library, java.util.List.of(library), logic.needs(library));
    }

    @Operation(name = "$data-requirements", typeName = "PlanDefinition", manualRequest = true, idempotent = true)
    public Library ofPlan(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        PlanDefinition plan = canonicals.named(PlanDefinition.class, id, input(request));
        return modules.of(plan, canonicals.libraries(plan), logic.needs(plan));
    }

    private static OperationInput input(HttpServletRequest request) {
        ((FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE)).operation("data-requirements");
        return FhirRequestBodies.parameters(request, NAMES);
    }
}
