package org.calcinosiscds.secondengine;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.fhir.ObservationComponents;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.time.AsOf;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.ParameterDefinition;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** A question as the second engine takes it: the record, as the service read it, as data, and what is asked as CQL parameters. */
final class CaseInput {
    private static final String DEFINITION = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-parameterDefinition";

    private static final Recognition RECOGNITION =
            new Recognition(new KnowledgeLoader(FhirContext.forR4Cached()).load());

    private final AssessmentRequest question;

    CaseInput(AssessmentRequest question) {
        this.question = question;
    }

    /** @param more CQL parameters that no caller of the service can set: true or false, a text or a list of texts by name */
    Parameters parameters(Map<String, Object> more) {
        Parameters parameters = new Parameters();
        add(parameters, "As Of", new DateTimeType(AsOf.text(question.asOf())));
        add(parameters, "Most Info Cards", new IntegerType(Integer.MAX_VALUE));
        if (question.userType() != null) {
            add(parameters, "User Type", new StringType(question.userType()));
        }
        if (question.encounterId() != null) {
            add(parameters, "Current Encounter", new StringType("Encounter/" + question.encounterId()));
        }
        addAll(parameters, "Draft Orders", question.session().drafts());
        addAll(parameters, "New Conditions", question.session().newConditions());
        if (question.session().selections() != null) {
            addAll(parameters, "Selections", question.session().selections());
        }
        more.forEach((name, value) -> add(parameters, name, value));
        return parameters;
    }

    private static void add(Parameters parameters, String name, Object value) {
        if (value instanceof List<?> texts) {
            addAll(parameters, name, texts.stream().map(String::valueOf).toList());
        } else if (value instanceof Boolean flag) {
            add(parameters, name, new BooleanType(flag));
        } else {
            add(parameters, name, new StringType((String) value));
        }
    }

    private static void add(Parameters parameters, String name, Type value) {
        parameters.addParameter().setName(name).setValue(value);
    }

    /** Without the definition it could not be told whether one value is a list. */
    private static void addAll(Parameters parameters, String name, List<String> values) {
        Extension definition = new Extension(
                DEFINITION,
                new ParameterDefinition().setName(name).setMin(0).setMax("*").setType("String"));
        if (values.isEmpty()) {
            parameters.addParameter().setName(name).addExtension(definition);
        }
        for (String value : values) {
            parameters
                    .addParameter()
                    .setName(name)
                    .setValue(new StringType(value))
                    .addExtension(definition.copy());
        }
    }

    /**
     * The record with names recognised, with each component of a panel as a result of its own, with times in the zone of the question, as only
     * the service's own engine reads them, and with references that are relative, because a repository in memory compares them as text.
     */
    Bundle data(FhirContext context) {
        Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
        RECOGNITION
                .recognise(question.patient())
                .byType()
                .forEach((type, resources) -> resources.forEach(resource -> {
                    if (resource instanceof Observation panel) {
                        List<Observation> results = ObservationComponents.asResults(panel);
                        for (int i = 0; i < results.size(); i++) {
                            Observation result = results.get(i).copy();
                            add(
                                    bundle,
                                    i == 0 ? result : (Observation) result.setId(panel.getIdPart() + "-" + i),
                                    context);
                        }
                    } else {
                        add(bundle, resource.copy(), context);
                    }
                }));
        return bundle;
    }

    private void add(Bundle bundle, Resource resource, FhirContext context) {
        TimeZone zone = TimeZone.getTimeZone(question.asOf().getZone());
        context.newTerser().getAllPopulatedChildElementsOfType(resource, BaseDateTimeType.class).stream()
                .filter(BaseDateTimeType::hasTime)
                .forEach(time -> time.setTimeZone(zone));
        context.newTerser().getAllPopulatedChildElementsOfType(resource, Reference.class).stream()
                .filter(reference -> new IdType(reference.getReference()).isAbsolute())
                .forEach(reference -> reference.setReference(new IdType(reference.getReference())
                        .toUnqualifiedVersionless()
                        .getValue()));
        bundle.addEntry().setResource(resource);
    }
}
