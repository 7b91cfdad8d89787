package org.calcinosiscds.fhirapi;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Bodies of FHIR requests that passed the guard, for HAPI as bytes and for our own operations as {@link JsonValue}. */
@Component
public class FhirRequestBodies {
    private static final String ATTRIBUTE = "org.calcinosiscds.fhirapi.FhirBody";

    private final JsonGuard guard;

    FhirRequestBodies(JsonGuard guard) {
        this.guard = guard;
    }

    /**
     * A request whose JSON body was read whole and checked.
     *
     * @throws org.calcinosiscds.outcome.RejectedInputException when it is not JSON or beyond a limit
     */
    HttpServletRequest checked(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        request.setAttribute(ATTRIBUTE, guard.read(body, Set.of()));
        return new JsonOnly(request, body);
    }

    /** A request whose body is not read. */
    HttpServletRequest unchecked(HttpServletRequest request) {
        return new JsonOnly(request, null);
    }

    /** The checked body of a request; null when it had none. */
    public static @Nullable JsonValue of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof JsonValue value ? value : null;
    }

    /**
     * The parameters of an operation, from the address and from the body.
     *
     * @param names of the parameters that the operation has
     * @throws org.calcinosiscds.outcome.RequestException with 400 when there is another, or the body is no Parameters
     */
    public static OperationInput parameters(HttpServletRequest request, Set<String> names) {
        return OperationInput.of(request.getParameterMap(), of(request), names);
    }

    /** Replaces the Accept header by JSON: HAPI would also respond in XML. */
    private static final class JsonOnly extends HttpServletRequestWrapper {
        private final byte @Nullable [] body;

        JsonOnly(HttpServletRequest request, byte @Nullable [] body) {
            super(request);
            this.body = body;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isFixed(name) ? MediaTypes.FHIR_JSON : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isFixed(name) ? Collections.enumeration(Set.of(MediaTypes.FHIR_JSON)) : super.getHeaders(name);
        }

        @Override
        public @Nullable String getContentType() {
            return getHeader(HttpHeaders.CONTENT_TYPE);
        }

        /** The type of the body was checked before; HAPI reads the header by rules of its own. */
        private boolean isFixed(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCEPT)
                    || (body != null && name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE));
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return body == null ? super.getInputStream() : new Bytes(body);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Bytes(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body is not read asynchronously.");
        }
    }
}
