package org.calcinosiscds.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a client that accepts {@code application/fhir+json} or {@code text/json} accept {@code application/json}, too. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 25)
class AcceptedJsonFilter extends OncePerRequestFilter {
    private final Endpoints endpoints;

    AcceptedJsonFilter(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean acceptsJson = AcceptedTypes.of(request).name(MediaTypes.OTHER_JSON_NAMES);
        chain.doFilter(acceptsJson && !endpoints.isFhir(request) ? new WithJson(request) : request, response);
    }

    private static final class WithJson extends HttpServletRequestWrapper {
        WithJson(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getHeader(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCEPT)
                    ? String.join(", ", Collections.list(getHeaders(name)))
                    : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            if (!name.equalsIgnoreCase(HttpHeaders.ACCEPT)) {
                return super.getHeaders(name);
            }
            List<String> all = new ArrayList<>(Collections.list(super.getHeaders(name)));
            all.add(MediaType.APPLICATION_JSON_VALUE);
            return Collections.enumeration(all);
        }
    }
}
