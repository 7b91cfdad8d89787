package org.calcinosiscds.cdshooks;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.http.RefusalLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Logs one line for each hook call, however it ends; calls refused for lack of capacity only as a number. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class HookLogFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(HookLogFilter.class);

    private final HookMetrics metrics;
    private final RefusalLog refusals;

    HookLogFilter(HookMetrics metrics, RefusalLog refusals) {
        this.metrics = metrics;
        this.refusals = refusals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/cds-services/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        HookLogEntry call = new HookLogEntry();
        request.setAttribute(HookLogEntry.ATTRIBUTE, call);
        try {
            chain.doFilter(request, response);
        } finally {
            report(call, response, System.nanoTime() - start);
        }
    }

    private void report(HookLogEntry call, HttpServletResponse response, long nanos) {
        String service = call.serviceId();
        metrics.answered(service == null ? "none" : service, response.getStatus(), nanos);
        if (response.getStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            refusals.refused();
            return;
        }
        Map<String, Object> fields = call.fields();
        fields.put("status", response.getStatus());
        fields.put("durationMs", TimeUnit.NANOSECONDS.toMillis(nanos));
        LoggingEventBuilder line = log.atLevel(response.getStatus() < 500 ? Level.INFO : Level.ERROR);
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log("Answered hook.");
    }
}
