package org.calcinosiscds.fhirapi;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.calcinosiscds.http.BodyType;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Passes only JSON that the guard has checked to the FHIR endpoint: HAPI would read XML, too, and hang on some numbers. */
public final class FhirRequestFilter extends OncePerRequestFilter {
    /** Methods that change resources, which the endpoint does not have. */
    private static final Set<String> WRITES = Set.of("PUT", "PATCH", "DELETE");

    /** HAPI ignores path segments after the name of an operation. */
    private static final Pattern BEHIND_AN_OPERATION = Pattern.compile(".*/\\$[^/]*/.+");

    private final FhirRequestBodies bodies;
    private final OutcomeResponses outcomes;

    public FhirRequestFilter(FhirRequestBodies bodies, OutcomeResponses outcomes) {
        this.bodies = bodies;
        this.outcomes = outcomes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (WRITES.contains(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
            HttpStatus status = HttpStatus.METHOD_NOT_ALLOWED;
            outcomes.write(request, response, status, List.of(OutcomeResponses.issue(status)));
            return;
        }
        HttpServletRequest checked;
        try {
            checked = check(request);
        } catch (RequestException e) {
            outcomes.write(request, response, HttpStatus.valueOf(e.status().code()), e.issues());
            return;
        } catch (RejectedInputException e) {
            outcomes.write(request, response, HttpStatus.BAD_REQUEST, FhirPathLocation.of(List.of(e.issue())));
            return;
        } catch (IOException e) {
            HttpStatus status = NestedExceptionUtils.getMostSpecificCause(e) instanceof SocketTimeoutException
                    ? HttpStatus.REQUEST_TIMEOUT
                    : HttpStatus.BAD_REQUEST;
            outcomes.write(request, response, status, List.of(OutcomeResponses.issue(status)));
            return;
        }
        chain.doFilter(checked, response);
    }

    private HttpServletRequest check(HttpServletRequest request) throws IOException {
        if (BEHIND_AN_OPERATION.matcher(String.valueOf(request.getPathInfo())).matches()) {
            throw OutcomeResponses.refusal(Status.NOT_FOUND);
        }
        BodyType type = BodyType.of(request);
        boolean isSearch =
                type.isForm() && String.valueOf(request.getPathInfo()).endsWith("/_search");
        RequestedFormat format = RequestedFormat.of(request, isSearch);
        if (type.isStream()) {
            format.requireOneOf(MediaTypes.NDJSON_NAMES);
            return bodies.unchecked(request);
        }
        format.requireOneOf(MediaTypes.JSON_NAMES);
        if (isSearch || !HttpMethod.POST.matches(request.getMethod())) {
            return bodies.unchecked(request);
        }
        if (!type.isOneOf(MediaTypes.JSON_NAMES)
                || !MediaTypes.isR4(Objects.requireNonNull(type.type()))
                || String.valueOf(request.getPathInfo()).endsWith("/_search")) {
            throw new RequestException(
                    Status.UNSUPPORTED_MEDIA_TYPE,
                    List.of(new OutcomeIssue(
                            "not-supported",
                            "The body must be application/fhir+json of FHIR R4, in UTF-8 without Content-Encoding, or a form "
                                    + "for _search.",
                            null)));
        }
        return bodies.checked(request);
    }
}
