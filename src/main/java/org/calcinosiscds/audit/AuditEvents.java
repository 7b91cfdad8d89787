package org.calcinosiscds.audit;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** Writes a decision as an AuditEvent of FHIR R4. */
final class AuditEvents {
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
    private static final String SERVICES = "https://calcinosis-cds.org/fhir/PlanDefinition/";

    private final FhirContext context;

    AuditEvents(FhirContext context) {
        this.context = context;
    }

    /** One line of JSON. */
    String json(Decision decision) {
        AuditEvent event = new AuditEvent();
        event.setType(new Coding(TERMINOLOGY + "audit-event-type", "rest", "RESTful Operation"));
        event.addSubtype(new Coding("http://hl7.org/fhir/restful-interaction", "operation", "operation"));
        event.setAction(AuditEventAction.E);
        event.setRecordedElement(new InstantType(decision.at().toString()));
        event.setOutcome(AuditEventOutcome._0);
        agents(event, decision);
        event.getSource().setObserver(new Reference().setDisplay("Calcinosis CDS"));
        entity(event, "Patient/" + decision.patientId(), "1", "Person")
                .setRole(new Coding(TERMINOLOGY + "object-role", "1", "Patient"));
        if (decision.encounterId() != null) {
            entity(event, "Encounter/" + decision.encounterId(), "2", "System Object");
        }
        AuditEventEntityComponent service = entity(event, SERVICES + decision.service(), "2", "System Object");
        detail(service, "hookInstance", decision.call());
        detail(service, "rules", String.join(" ", decision.rules()));
        detail(service, "cards", String.valueOf(decision.cards()));
        detail(service, "knowledgeVersion", decision.knowledge());
        return context.newJsonParser().encodeResourceToString(event);
    }

    private static void agents(AuditEvent event, Decision decision) {
        boolean hasUser = decision.user() != null;
        if (hasUser) {
            event.addAgent().setWho(new Reference(decision.user())).setRequestor(true);
        }
        if (!decision.client().isEmpty() || !hasUser) {
            Reference client = new Reference();
            client.setDisplay(decision.client().isEmpty() ? "CDS client on this machine" : decision.client());
            event.addAgent().setWho(client).setRequestor(!hasUser);
        }
    }

    private static AuditEventEntityComponent entity(AuditEvent event, String reference, String type, String display) {
        return event.addEntity()
                .setWhat(new Reference(reference))
                .setType(new Coding(TERMINOLOGY + "audit-entity-type", type, display));
    }

    private static void detail(AuditEventEntityComponent entity, String name, String value) {
        if (!value.isEmpty()) {
            entity.addDetail().setType(name).setValue(new StringType(value));
        }
    }
}
