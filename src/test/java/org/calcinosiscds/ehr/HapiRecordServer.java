package org.calcinosiscds.ehr;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.IncludeParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.RequiredParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.calcinosiscds.cases.PatientCase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's plain FHIR server with the record of one case on a port of this machine: its own paging, errors and CapabilityStatement. It
 * holds one patient and searches by category, intent and date.
 */
public final class HapiRecordServer implements AutoCloseable {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final List<String> TYPES = List.of(
            "Condition",
            "DiagnosticReport",
            "Encounter",
            "Medication",
            "MedicationAdministration",
            "MedicationRequest",
            "MedicationStatement",
            "Observation",
            "Patient",
            "Procedure",
            "QuestionnaireResponse",
            "ServiceRequest",
            "Specimen");

    private final List<Resource> resources;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Tomcat tomcat = new Tomcat();

    /** @param page most results that it gives at a time */
    public HapiRecordServer(PatientCase patient, int page) {
        this.resources = patient.resources().stream()
                .map(resource -> (Resource) FHIR.newJsonParser().parseResource(resource.toString()))
                .toList();
        try {
            File folder = Files.createTempDirectory("hapi").toFile();
            folder.deleteOnExit();
            tomcat.setBaseDir(folder.getPath());
            tomcat.setHostname("localhost");
            tomcat.setPort(0);
            Context context = tomcat.addContext("", folder.getPath());
            Tomcat.addServlet(context, "fhir", new Server(page));
            context.addServletMapping("/fhir/*", "fhir");
            tomcat.getConnector();
            tomcat.start();
        } catch (IOException | LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort() + "/fhir";
    }

    /** Paths and queries in the order in which they came. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Forgets what was asked. */
    public void forget() {
        asked.clear();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<Resource> ofType(String type) {
        return resources.stream().filter(each -> each.fhirType().equals(type));
    }

    private final class Server extends RestfulServer {
        private static final long serialVersionUID = 1L;

        Server(int page) {
            super(FHIR);
            TYPES.forEach(type -> registerProvider(type.equals("Patient") ? new Reads(type) : new Searches(type)));
            setPagingProvider(
                    new FifoMemoryPagingProvider(100).setDefaultPageSize(20).setMaximumPageSize(page));
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws jakarta.servlet.ServletException, IOException {
            asked.add(request.getPathInfo() + (request.getQueryString() == null ? "" : "?" + request.getQueryString()));
            super.service(request, response);
        }
    }

    /** Reads of one type. */
    public class Reads implements IResourceProvider {
        private final String type;

        Reads(String type) {
            this.type = type;
        }

        @Override
        public Class<? extends IBaseResource> getResourceType() {
            return FHIR.getResourceDefinition(type).getImplementingClass();
        }

        @Read
        public IBaseResource read(@IdParam IdType id) {
            return ofType(type)
                    .filter(each -> each.getIdPart().equals(id.getIdPart()))
                    .findFirst()
                    .orElseThrow(() -> new ResourceNotFoundException(id));
        }
    }

    /** Reads and searches of one type. */
    public final class Searches extends Reads {
        private final String type;

        Searches(String type) {
            super(type);
            this.type = type;
        }

        @Search
        public IBundleProvider search(
                @RequiredParam(name = "patient") ReferenceParam patient,
                @OptionalParam(name = "category") TokenOrListParam category,
                @OptionalParam(name = "intent") TokenOrListParam intent,
                @OptionalParam(name = "date") DateRangeParam date,
                @OptionalParam(name = "effective-time") DateRangeParam effective,
                @IncludeParam Set<Include> includes) {
            return new SimpleBundleProvider(ofType(type)
                    .filter(each -> hasToken(each, "category", category))
                    .filter(each -> hasToken(each, "intent", intent))
                    .filter(each -> isSince(each, date) && isSince(each, effective))
                    .toList());
        }
    }

    private static boolean hasToken(Resource resource, String element, @Nullable TokenOrListParam accepted) {
        return accepted == null
                || resource.getNamedProperty(element).getValues().stream()
                        .flatMap(value -> value instanceof CodeableConcept concept
                                ? concept.getCoding().stream()
                                : Stream.of(new Coding().setCode(value.primitiveValue())))
                        .anyMatch(coding -> accepted.getValuesAsQueryTokens().stream()
                                .anyMatch(token -> coding.getCode().equals(token.getValue())
                                        && (token.getSystem() == null
                                                || token.getSystem().equals(coding.getSystem()))));
    }

    /** What has no date is not found; a period that has not ended goes on for ever. */
    private static boolean isSince(Resource resource, @Nullable DateRangeParam range) {
        return range == null
                || resource.getNamedProperty("effective").getValues().stream()
                        .map(value -> value instanceof Period period ? period.getEndElement() : value)
                        .anyMatch(value -> !(value instanceof BaseDateTimeType moment)
                                || !moment.hasValue()
                                || !moment.getValue().before(range.getLowerBoundAsInstant()));
    }
}
