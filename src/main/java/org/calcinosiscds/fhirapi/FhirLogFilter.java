package org.calcinosiscds.fhirapi;

import org.calcinosiscds.http.RefusalLog;
import org.calcinosiscds.http.RequestLogFilter;

/** Logs FHIR requests without their address, which may hold search parameters. */
public final class FhirLogFilter extends RequestLogFilter<FhirLogEntry> {
    public FhirLogFilter(RefusalLog refusals) {
        super(refusals, "Answered FHIR request.");
    }

    @Override
    protected FhirLogEntry entry() {
        return new FhirLogEntry();
    }
}
