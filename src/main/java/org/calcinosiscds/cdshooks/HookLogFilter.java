package org.calcinosiscds.cdshooks;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.calcinosiscds.http.RefusalLog;
import org.calcinosiscds.http.RequestLogFilter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Logs and measures hook calls. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class HookLogFilter extends RequestLogFilter<HookLogEntry> {
    private final HookMetrics metrics;

    HookLogFilter(HookMetrics metrics, RefusalLog refusals) {
        super(refusals, "Answered hook.");
        this.metrics = metrics;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/cds-services/");
    }

    @Override
    protected HookLogEntry entry() {
        return new HookLogEntry();
    }

    @Override
    protected void answered(HookLogEntry entry, int status, long nanos) {
        String service = entry.serviceId();
        metrics.answered(service == null ? "none" : service, status, nanos);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            metrics.tooLate(entry.clientName(), entry.refusalCode());
        }
    }
}
