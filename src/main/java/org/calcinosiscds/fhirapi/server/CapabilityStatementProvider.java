package org.calcinosiscds.fhirapi.server;

import ca.uhn.fhir.rest.annotation.Metadata;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.fhirapi.OfferedOperations;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.knowledge.Canonicals;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.outcome.RequestException;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceOperationComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.springframework.stereotype.Component;

/** The CapabilityStatement. Operations are those that have an OperationDefinition; HAPI's own statement would name HAPI. */
@Component
public class CapabilityStatementProvider {
    private static final String SEARCH_PARAMETERS = "http://hl7.org/fhir/SearchParameter/";

    private static final Set<String> MODES = Set.of("full", "normative");

    private final KnowledgeBase knowledge;
    private final List<OperationDefinition> operations;

    CapabilityStatementProvider(KnowledgeBase knowledge, OfferedOperations offered) {
        this.knowledge = knowledge;
        this.operations = offered.all();
    }

    /** Mode {@code normative} has the same statement; there is no TerminologyCapabilities. */
    @Metadata(cacheMillis = 0)
    public CapabilityStatement metadata(HttpServletRequest request) {
        if (!MODES.contains(Objects.requireNonNullElse(request.getParameter("mode"), "full"))) {
            throw RequestException.badRequest("mode", "Parameter 'mode' must be full or normative.");
        }
        CapabilityStatement statement = new CapabilityStatement()
                .setStatus(PublicationStatus.ACTIVE)
                .setKind(CapabilityStatementKind.INSTANCE)
                .setFhirVersion(FHIRVersion._4_0_1);
        statement.setName("CalcinosisCds").setTitle("Calcinosis CDS").setVersion(knowledge.version());
        statement.setDateElement(newest());
        statement.getSoftware().setName("Calcinosis CDS").setVersion(knowledge.version());
        statement
                .getImplementation()
                .setDescription("Calcinosis CDS, content %s, version %s, SHA-256 %s"
                        .formatted(
                                knowledge.content().name(),
                                knowledge.version(),
                                knowledge.content().sha256()));
        statement.addFormat(MediaTypes.FHIR_JSON).addFormat("json");
        CapabilityStatementRestComponent rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
        knowledge.types().stream()
                .map(Class::getSimpleName)
                .sorted()
                .forEach(type -> describe(type, rest.addResource()));
        operations.stream()
                .filter(OperationDefinition::getSystem)
                .map(CapabilityStatementProvider::operation)
                .forEach(rest::addOperation);
        return statement;
    }

    private void describe(String type, CapabilityStatementRestResourceComponent resource) {
        resource.setType(type).setVersioning(ResourceVersionPolicy.NOVERSION);
        resource.addInteraction().setCode(TypeRestfulInteraction.READ);
        resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
        parameter(resource, "_id", "Resource-id", SearchParamType.TOKEN);
        parameter(resource, "url", "conformance-url", SearchParamType.URI);
        parameter(resource, "name", "conformance-name", SearchParamType.STRING);
        parameter(resource, "version", "conformance-version", SearchParamType.TOKEN);
        operations.stream()
                .filter(operation -> !operation.getSystem()
                        && operation.getResource().stream().anyMatch(each -> type.equals(each.getValue())))
                .map(CapabilityStatementProvider::operation)
                .forEach(resource::addOperation);
    }

    private static void parameter(
            CapabilityStatementRestResourceComponent resource, String name, String definition, SearchParamType type) {
        resource.addSearchParam()
                .setName(name)
                .setDefinition(SEARCH_PARAMETERS + definition)
                .setType(type);
    }

    private static CapabilityStatementRestResourceOperationComponent operation(OperationDefinition definition) {
        return new CapabilityStatementRestResourceOperationComponent()
                .setName(definition.getCode())
                .setDefinition(Canonicals.of(definition))
                .setDocumentation(definition.getDescription());
    }

    /** The date of the newest resource that the statement lists. */
    private org.hl7.fhir.r4.model.DateTimeType newest() {
        return knowledge.resources().values().stream()
                .flatMap(ofType -> ofType.values().stream())
                .filter(each -> each.getDate() != null)
                .map(MetadataResource::getDateElement)
                .max(Comparator.comparing(org.hl7.fhir.r4.model.DateTimeType::getValueAsString))
                .orElseThrow();
    }
}
