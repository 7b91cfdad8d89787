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
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.ModuleDefinitions;
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
    private final ModuleDefinitions modules;

    DataRequirementsOperation(CanonicalResolver canonicals, KnowledgeBase knowledge, CompiledLogic logic) {
        this.canonicals = canonicals;
        this.modules = new ModuleDefinitions(knowledge, logic);
    }

    @Operation(name = "$data-requirements", typeName = "Library", manualRequest = true, idempotent = true)
    public Library ofLibrary(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        return modules.of(canonicals.named(Library.class, id, input(request)));
    }

    @Operation(name = "$data-requirements", typeName = "PlanDefinition", manualRequest = true, idempotent = true)
    public Library ofPlan(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        return modules.of(canonicals.named(PlanDefinition.class, id, input(request)));
    }

    private static OperationInput input(HttpServletRequest request) {
        ((FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE)).operation("data-requirements");
        return FhirRequestBodies.parameters(request, NAMES);
    }
}
