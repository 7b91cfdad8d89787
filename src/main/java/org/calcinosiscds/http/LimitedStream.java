package org.calcinosiscds.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.fhir.Limits;
import org.springframework.http.HttpStatus;

/** A request body that ends with a refusal when it is too long or comes too slowly. */
final class LimitedStream extends ServletInputStream {
    private final ServletInputStream body;
    private final Limits limits;
    private final long start = System.nanoTime();
    private long count;

    LimitedStream(ServletInputStream body, Limits limits) {
        this.body = body;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        int value = body.read();
        counted(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = body.read(buffer, offset, length);
        counted(Math.max(read, 0));
        return read;
    }

    private void counted(int read) {
        count += read;
        if (count > limits.body().toBytes()) {
            throw refused(HttpStatus.CONTENT_TOO_LARGE);
        }
        // A client that sends a byte a second would else keep a thread for hours.
        if (System.nanoTime() - start > limits.bodyTime().toNanos()) {
            throw refused(HttpStatus.REQUEST_TIMEOUT);
        }
    }

    private static RefusedRequestException refused(HttpStatus status) {
        return new RefusedRequestException(status, List.of(Outcomes.issue(status)));
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
