package org.calcinosiscds.ehr;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.RequiredParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;

/**
 * HAPI's plain FHIR server on a port of this machine: it requires the token of the requested patient, and answers searches in
 * pages. Each patient has some Observations of one value.
 */
public final class EhrFhirServer implements AutoCloseable {
    private static final int PAGE = 2;

    private final Map<String, Record> records = new ConcurrentHashMap<>();
    private final Tomcat tomcat = new Tomcat();

    private record Record(BigDecimal value, int observations) {}

    public EhrFhirServer() {
        try {
            File folder = Files.createTempDirectory("ehr").toFile();
            folder.deleteOnExit();
            tomcat.setBaseDir(folder.getPath());
            tomcat.setHostname("localhost");
            tomcat.setPort(0);
            Context context = tomcat.addContext("", folder.getPath());
            Tomcat.addServlet(context, "fhir", server());
            context.addServletMapping("/fhir/*", "fhir");
            tomcat.getConnector();
            tomcat.start();
        } catch (IOException | LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private RestfulServer server() {
        RestfulServer server = new RestfulServer(FhirContext.forR4Cached());
        server.setResourceProviders(new Patients(), new Observations(), new Conditions());
        server.setPagingProvider(
                new FifoMemoryPagingProvider(1000).setDefaultPageSize(PAGE).setMaximumPageSize(PAGE));
        server.registerInterceptor(new Tokens());
        return server;
    }

    /** Base URL, as the EHR names it in its calls. */
    public String url() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort() + "/fhir";
    }

    public EhrFhirServer with(String patientId, String value, int observations) {
        records.put(patientId, new Record(new BigDecimal(value), observations));
        return this;
    }

    /** The token that opens one patient's record and no other. */
    public static String token(String patientId) {
        return "token-of-" + patientId;
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

    private void requireToken(String patientId, RequestDetails request) {
        if (!("Bearer " + token(patientId)).equals(request.getHeader("Authorization"))) {
            throw new AuthenticationException("Another token is needed.");
        }
    }

    /** Requests for pages do not name the patient again. */
    @Interceptor
    public static final class Tokens {
        @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
        public void require(RequestDetails request) {
            String header = request.getHeader("Authorization");
            if (header == null || !header.startsWith("Bearer token-of-")) {
                throw new AuthenticationException("A token is needed.");
            }
        }
    }

    /** Reads. */
    public final class Patients implements IResourceProvider {
        @Override
        public Class<? extends IBaseResource> getResourceType() {
            return Patient.class;
        }

        @Read
        public Patient read(@IdParam IdType id, RequestDetails request) {
            requireToken(id.getIdPart(), request);
            Patient patient = new Patient();
            patient.setId(id.getIdPart());
            return patient;
        }
    }

    /** Searches by patient, whatever the code. */
    public final class Observations implements IResourceProvider {
        @Override
        public Class<? extends IBaseResource> getResourceType() {
            return Observation.class;
        }

        @Search
        public IBundleProvider search(
                @RequiredParam(name = "patient") ReferenceParam patient,
                @OptionalParam(name = "code") TokenOrListParam code,
                RequestDetails request) {
            requireToken(patient.getIdPart(), request);
            Record record = records.getOrDefault(patient.getIdPart(), new Record(BigDecimal.ONE, 0));
            List<IBaseResource> found = IntStream.range(0, record.observations())
                    .<IBaseResource>mapToObj(i -> observation(patient.getIdPart(), i, record.value()))
                    .toList();
            return new SimpleBundleProvider(found);
        }

        private Observation observation(String patientId, int number, BigDecimal value) {
            Observation observation = new Observation();
            observation.setId(patientId + "-" + number);
            observation.setStatus(Observation.ObservationStatus.FINAL);
            observation.getCode().setText("calcium");
            observation.setSubject(new Reference("Patient/" + patientId));
            observation.setEffective(new DateTimeType("2026-11-11"));
            observation.setValue(new Quantity().setValue(value).setUnit("mg/dL"));
            return observation;
        }
    }

    /** Nobody has any. */
    public final class Conditions implements IResourceProvider {
        @Override
        public Class<? extends IBaseResource> getResourceType() {
            return Condition.class;
        }

        @Search
        public IBundleProvider search(@RequiredParam(name = "patient") ReferenceParam patient, RequestDetails request) {
            requireToken(patient.getIdPart(), request);
            return new SimpleBundleProvider(List.of());
        }
    }
}
