package org.calcinosiscds.fhirapi.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import org.calcinosiscds.fhirapi.FhirRequestFilter;

/** The FHIR endpoint. HAPI finds the method for a request; what is sent passed {@link FhirRequestFilter} before. */
final class FhirServlet extends RestfulServer {
    /** Where it is, as a servlet and as a filter have it. */
    static final String PATTERN = "/fhir/*";

    /** @param providers of resources and of operations */
    FhirServlet(
            FhirContext context, Collection<?> providers, CapabilityStatementProvider capabilities, FhirErrors errors) {
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
