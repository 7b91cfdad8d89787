package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.context.HookContextReader;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Patient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the question of a case: the record, the moment, the user and the context of the hook. */
final class CaseQuestions {
    private final JsonGuard guard;
    private final BundleReader bundles;
    private final HookContextReader contexts;
    private final List<DecisionService> services;

    CaseQuestions(JsonGuard guard, BundleReader bundles, List<DecisionService> services) {
        this.guard = guard;
        this.bundles = bundles;
        this.contexts = new HookContextReader(guard, bundles);
        this.services = services;
    }

    /**
     * The question.
     *
     * @throws KnowledgeException when the case is for a hook without a service, or its record has no Patient
     */
    AssessmentRequest of(ContentCase each) throws IOException {
        return of(each.input());
    }

    /** As {@link #of(ContentCase)}, of input that need not be in a file. */
    AssessmentRequest of(CaseInput each) {
        DecisionService service = serviceOf(each.hook());
        List<ReceivedResource> received = bundles.read(
                        guard.read(each.bundle().getBytes(StandardCharsets.UTF_8), Set.of()))
                .resources();
        PatientCompartment compartment = new PatientCompartment(patientId(received), null);
        PatientBundle chart = compartment.bundle(received).orElseThrow(() -> withoutPatient());
        HookContext context = contexts.read(parameter(each.context()), each.hook());
        PatientBundle record =
                context.addTo(chart, compartment, DataRequirements.EVERYTHING).bundle();
        return new AssessmentRequest(
                service.id(),
                record,
                each.asOf(),
                each.userType(),
                context.encounterId(),
                context.session(record, service.hook()));
    }

    /** @throws KnowledgeException when the hook has no service */
    DecisionService serviceOf(String hook) {
        return services.stream()
                .filter(one -> one.hook().equals(hook))
                .findFirst()
                .orElseThrow(() -> new KnowledgeException("There is no service for the hook " + hook + "."));
    }

    /** The patient is the first of the Bundle. */
    private static String patientId(List<ReceivedResource> received) {
        return received.stream()
                .map(ReceivedResource::resource)
                .filter(Patient.class::isInstance)
                .map(patient -> patient.getIdPart())
                .findFirst()
                .orElseThrow(() -> withoutPatient());
    }

    private static KnowledgeException withoutPatient() {
        return new KnowledgeException("Bundle.json holds no Patient.");
    }

    /** The fields of the context as the parts of parameter {@code context} of {@code $assess}. */
    private JsonValue parameter(ObjectNode context) {
        ObjectNode parameter = JsonNodeFactory.instance.objectNode().put("name", "context");
        context.properties().forEach(field -> add(field.getKey(), field.getValue(), parameter));
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.putArray("parameter").add(parameter);
        JsonValue array = guard.read(parameters.toString().getBytes(StandardCharsets.UTF_8), Set.of())
                .property("parameter");
        return java.util.Objects.requireNonNull(array).elements().get(0);
    }

    private static void add(String name, JsonNode value, ObjectNode parameter) {
        if (value.isArray()) {
            value.forEach(each -> add(name, each, parameter));
        } else if (value.isObject()) {
            parameter.withArray("part").addObject().put("name", name).set("resource", value);
        } else {
            parameter.withArray("part").addObject().put("name", name).put("valueString", value.asString());
        }
    }
}
