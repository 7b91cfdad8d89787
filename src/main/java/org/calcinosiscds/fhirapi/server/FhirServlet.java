package org.calcinosiscds.fhirapi.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import org.calcinosiscds.fhirapi.FhirRequestFilter;

/** The FHIR endpoint. HAPI finds the method for a request, which {@link FhirRequestFilter} has checked. */
final class FhirServlet extends RestfulServer {
    /** Path of the endpoint, as URL patterns for servlets and filters. */
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

    /** No header: names and versions of products help only attackers. */
    @Override
    public void addHeadersToResponse(HttpServletResponse response) {}
}
