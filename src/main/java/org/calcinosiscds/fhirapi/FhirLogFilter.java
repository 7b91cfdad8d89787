package org.calcinosiscds.fhirapi;

import org.calcinosiscds.http.RefusalLog;
import org.calcinosiscds.http.RequestLogFilter;

/** Logs FHIR requests. The address is left out, as searches stand in it. */
public final class FhirLogFilter extends RequestLogFilter<FhirLogEntry> {
    public FhirLogFilter(RefusalLog refusals) {
        super(refusals, "Answered FHIR request.");
    }

    @Override
    protected FhirLogEntry entry() {
        return new FhirLogEntry();
    }
}
