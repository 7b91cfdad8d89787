package org.calcinosiscds.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.calcinosiscds.decision.DecisionSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Notes how pressing a request is, for the filters that give requests a place or refuse them. Discovery, health and reads of knowledge
 * need no place.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
class PriorityFilter extends OncePerRequestFilter {
    private static final String HOOKS = "/cds-services/";
    private static final String FHIR = "/fhir";

    private final ObjectProvider<DecisionSupport> decisionSupport;

    PriorityFilter(ObjectProvider<DecisionSupport> decisionSupport) {
        this.decisionSupport = decisionSupport;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Priority priority = priority(request);
        if (priority != null) {
            request.setAttribute(Priority.ATTRIBUTE, priority);
        }
        chain.doFilter(request, response);
    }

    /** Null for what is always let in. */
    private @Nullable Priority priority(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!HttpMethod.POST.matches(request.getMethod())) {
            return null;
        }
        if (path.startsWith(HOOKS)) {
            return path.endsWith("/feedback") ? Priority.FEEDBACK : ofService(path.substring(HOOKS.length()));
        }
        return path.equals(FHIR) || path.startsWith(FHIR + "/") ? Priority.BUNDLE : null;
    }

    private Priority ofService(String id) {
        return decisionSupport
                .getObject()
                .service(id)
                .map(service -> Priority.ofHook(service.hook()))
                .orElse(Priority.OTHER_HOOK);
    }
}
