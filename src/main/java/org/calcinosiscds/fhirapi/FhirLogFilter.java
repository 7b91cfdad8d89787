package org.calcinosiscds.fhirapi;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.http.RefusalLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Logs one line for each FHIR request, however it ends. The address is left out, as searches stand in it. */
public final class FhirLogFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(FhirLogFilter.class);

    private final RefusalLog refusals;

    public FhirLogFilter(RefusalLog refusals) {
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        FhirLogEntry call = new FhirLogEntry();
        request.setAttribute(LogEntry.ATTRIBUTE, call);
        try {
            chain.doFilter(request, response);
        } finally {
            report(call, response, System.nanoTime() - start);
        }
    }

    private void report(FhirLogEntry call, HttpServletResponse response, long nanos) {
        if (response.getStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            refusals.refused();
            return;
        }
        LoggingEventBuilder line = log.atLevel(response.getStatus() < 500 ? Level.INFO : Level.ERROR);
        for (Map.Entry<String, Object> field : call.fields().entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.addKeyValue("status", response.getStatus())
                .addKeyValue("durationMs", TimeUnit.NANOSECONDS.toMillis(nanos))
                .log("Answered FHIR request.");
    }
}
