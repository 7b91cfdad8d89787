package org.calcinosiscds.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Refuses request targets that one parser reads differently from another: dot segments, empty segments, path parameters, encoded
 * slashes and backslashes, and characters that are encoded without need (the unreserved ones of RFC 3986). No address of the service needs them, and what is behind this valve (Spring, HAPI, security rules)
 * sees only one spelling of each address.
 */
final class RequestTargetValve extends ValveBase {
    private static final Pattern AMBIGUOUS = Pattern.compile("//|[;\\\\]|/\\.{1,2}(?:/|$)|%(?:2[fF]|5[cC]|3[bB]|00)"
            + "|%(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])");

    RequestTargetValve() {
        super(true);
    }

    /** @param target path as it was sent */
    static boolean isAmbiguous(String target) {
        return AMBIGUOUS.matcher(target).find();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (isAmbiguous(request.getRequestURI())) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            OutcomeErrorValve.write(response);
        } else {
            getNext().invoke(request, response);
        }
    }
}
