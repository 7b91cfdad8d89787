package org.calcinosiscds.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;

/** The FHIR endpoint. HAPI finds the method for a request; what is sent passed {@link FhirGate} before. */
final class FhirServer extends RestfulServer {
    /** Where it is, as a servlet and as a filter have it. */
    static final String PATTERN = "/fhir/*";

    /** @param providers of resources and of operations */
    FhirServer(FhirContext context, Collection<?> providers, Capabilities capabilities, FhirErrors errors) {
        super(context);
        setDefaultResponseEncoding(EncodingEnum.JSON);
        setServerName("Calcinosis CDS");
        setServerConformanceProvider(capabilities);
        registerProviders(providers);
        registerInterceptor(errors);
    }

    /** Names of products and versions are of use to attackers alone. */
    @Override
    public void addHeadersToResponse(HttpServletResponse response) {}
}
