package org.calcinosiscds.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.outcome.Status;

/** A request body that ends with a refusal when it is too long, comes too slowly, or there is no memory for it. */
final class LimitedStream extends ServletInputStream {
    private final ServletInputStream body;
    private final Limits limits;
    private final BodyMemoryBudget budget;
    private final String client;
    private final Priority priority;
    private final long length;
    private final long start = System.nanoTime();
    private long count;
    private long taken;

    /**
     * @param client issuer of the client that sends it
     * @param length length of the body in bytes as the request declares it; -1 when it does not
     */
    LimitedStream(
            ServletInputStream body,
            Limits limits,
            BodyMemoryBudget budget,
            String client,
            Priority priority,
            long length) {
        this.body = body;
        this.limits = limits;
        this.budget = budget;
        this.client = client;
        this.priority = priority;
        this.length = length;
    }

    /** What was read of the body is not used any more. */
    void leave() {
        if (taken > 0) {
            budget.leave(client, taken);
            taken = 0;
        }
    }

    @Override
    public int read() throws IOException {
        enter(length);
        int value = body.read();
        counted(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int maxLength) throws IOException {
        enter(length);
        int read = body.read(buffer, offset, maxLength);
        counted(Math.max(read, 0));
        return read;
    }

    private void counted(int read) {
        count += read;
        if (count > limits.body()) {
            throw OutcomeResponses.refusal(Status.CONTENT_TOO_LARGE);
        }
        // A client that sends a byte a second would else keep a thread for hours.
        if (System.nanoTime() - start > limits.bodyTime().toNanos()) {
            throw OutcomeResponses.refusal(Status.REQUEST_TIMEOUT);
        }
        enter(count);
    }

    private void enter(long bytes) {
        if (bytes > BodyMemoryBudget.SMALL_BYTES && bytes > taken) {
            budget.enter(client, priority, bytes - taken);
            taken = bytes;
        }
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
