package org.calcinosiscds.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Answers with {@code Connection: close} while the service is ending, so that clients with pooled connections go elsewhere. A connection
 * that is closed without that may just have been used for the next call, which would be lost.
 */
final class ClosingValve extends ValveBase {
    private final BooleanSupplier isEnding;

    ClosingValve(BooleanSupplier isEnding) {
        super(true);
        this.isEnding = isEnding;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (isEnding.getAsBoolean()) {
            response.setHeader("Connection", "close");
        }
        getNext().invoke(request, response);
    }
}
