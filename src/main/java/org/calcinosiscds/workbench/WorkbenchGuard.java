package org.calcinosiscds.workbench;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps pages of other sites that are open in the same browser from reading or writing: it answers this machine by its own name, to
 * requests that no other site has made, and lets only the holder of the token write.
 */
@Component
@InAuthoringMode
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class WorkbenchGuard extends OncePerRequestFilter {
    static final String PATH = "/workbench";

    /** Addresses that write files, or read what their caller names; everything else is answered from memory and stored nowhere. */
    private static final List<String> WRITTEN =
            List.of(PATH + "/api/cases", PATH + "/api/sources", PATH + "/api/differences", PATH + "/api/rules");

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types dompurify";

    /** What browsers say of requests of the page itself, and of an address that a person typed. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final WorkbenchToken token;
    private final OutcomeResponses outcomes;

    WorkbenchGuard(WorkbenchToken token, OutcomeResponses outcomes) {
        this.token = token;
        this.outcomes = outcomes;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.equals(PATH) && !path.startsWith(PATH + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (!isOfThisMachine(request)) {
            refuse(request, response, "The workbench is answered under localhost only.");
        } else if (!isOfOwnPage(request)) {
            refuse(request, response, "Pages of other sites cannot use the workbench.");
        } else if (isWriting(request) && !token.isValid(request.getHeader(WorkbenchToken.HEADER))) {
            refuse(request, response, "Writing needs the token of the address that the service printed at its start.");
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A DNS name that leads to loopback names another machine. */
    private static boolean isOfThisMachine(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        BaseUrl base = host == null ? null : base("http://" + host);
        return base != null && base.isLoopback();
    }

    private static boolean isOfOwnPage(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITES.contains(site)) {
            return false;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || origin.equals("http://" + request.getHeader(HttpHeaders.HOST));
    }

    private static boolean isWriting(HttpServletRequest request) {
        return !READING.contains(request.getMethod()) && WRITTEN.stream().anyMatch(request.getRequestURI()::startsWith);
    }

    private static @Nullable BaseUrl base(String url) {
        try {
            return BaseUrl.parse(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String why) throws IOException {
        outcomes.write(request, response, HttpStatus.FORBIDDEN, List.of(new OutcomeIssue("forbidden", why, null)));
    }
}
