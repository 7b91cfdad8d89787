package org.calcinosiscds.operation;

import java.util.List;
import java.util.Set;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.Session;
import org.calcinosiscds.fhir.PatientBundle;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** The orders that are being written, for the services that judge them: in a Bundle those are its drafts. */
final class Drafts {
    private static final Set<String> HOOKS = Set.of("order-select", "order-sign");

    private Drafts() {}

    static Session session(PatientBundle patient, DecisionService service) {
        if (!HOOKS.contains(service.hook())) {
            return Session.NONE;
        }
        List<String> drafts = patient.byType().values().stream()
                .flatMap(List::stream)
                .filter(Drafts::isDraft)
                .map(draft -> draft.fhirType() + "/" + draft.getIdPart())
                .toList();
        return new Session(drafts, null, List.of(), Set.of());
    }

    private static boolean isDraft(Resource resource) {
        Property status = resource.getNamedProperty("status");
        return status != null && status.getValues().stream().anyMatch(value -> "draft".equals(value.primitiveValue()));
    }
}
