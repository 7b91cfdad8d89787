package org.calcinosiscds.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Logs one line for each request, however it ends; requests refused for lack of capacity only as a number.
 *
 * @param <E> what is gathered of a request while it is answered
 */
public abstract class RequestLogFilter<E extends LogEntry> extends OncePerRequestFilter {
    /** Name of the request attribute that says why its token was refused: a word of a closed set, nothing of the token. */
    public static final String TOKEN_REFUSED = "org.calcinosiscds.http.tokenRefused";

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final RefusalLog refusals;
    private final String message;

    /** @param message of the line, such as {@code Answered hook.} */
    protected RequestLogFilter(RefusalLog refusals, String message) {
        this.refusals = refusals;
        this.message = message;
    }

    /** An entry for a new request. */
    protected abstract E entry();

    /** The request was answered. */
    protected void answered(E entry, int status, long nanos) {}

    @Override
    protected final void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        E entry = entry();
        request.setAttribute(LogEntry.ATTRIBUTE, entry);
        try {
            chain.doFilter(request, response);
        } finally {
            if (!WarmUpCalls.isOne(request)) {
                report(entry, request.getAttribute(TOKEN_REFUSED), response.getStatus(), System.nanoTime() - start);
            }
        }
    }

    private void report(E entry, @Nullable Object tokenRefused, int status, long nanos) {
        answered(entry, status, nanos);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            refusals.refused();
            return;
        }
        LoggingEventBuilder line = log.atLevel(status < 500 ? Level.INFO : Level.ERROR);
        for (LogField field : entry.fields()) {
            line = line.addKeyValue(field.name(), field.value());
        }
        if (tokenRefused != null) {
            line = line.addKeyValue("tokenRefused", tokenRefused);
        }
        line.addKeyValue("status", status)
                .addKeyValue("durationMs", TimeUnit.NANOSECONDS.toMillis(nanos))
                .log(message);
    }
}
