package org.calcinosiscds.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/**
 * Answers requests that Tomcat refuses before they reach the application, such as those with an invalid address. Tomcat makes it by
 * name, so it is public; its own page would quote the address.
 */
public final class OutcomeErrorValve extends ErrorReportValve {
    private static final byte[] BODY = """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"structure",\
            "diagnostics":"The request could not be read."}]}""".getBytes(StandardCharsets.UTF_8);

    @Override
    protected void report(Request request, Response response, Throwable fault) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            write(response);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // The connection is closed or the response has begun: no other response can be sent.
        }
    }

    static void write(Response response) throws IOException {
        AnswerHeadersValve.protect(response.getRequest(), response);
        AnswerHeadersValve.forbidStoring(response);
        response.setContentType(MediaTypes.FHIR_JSON);
        response.setContentLength(BODY.length);
        response.getOutputStream().write(BODY);
    }
}
