package org.calcinosiscds.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Ends requests that were answered before their body was read. A small rest is read, so that the connection can be used again; after
 * 64 KB or a second the connection is closed. Tomcat itself would wait for the rest on the thread of the request, for hours if the
 * client sends a byte a second.
 */
final class UnreadBodyValve extends ValveBase {
    private static final int MAX_BYTES = 64 * 1024;
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_MILLIS = 1;

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && !wasRead(request) && !readRest(request)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private static boolean wasRead(Request request) {
        AtomicBoolean fullyRead = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, fullyRead);
        return fullyRead.get();
    }

    /** Reads without blocking. True when nothing is left. */
    private static boolean readRest(Request request) throws IOException {
        if (request.getHeader("Expect") != null) {
            // The client has not been told to send the body.
            return false;
        }
        long end = System.nanoTime() + MAX_NANOS;
        Discarded discarded = new Discarded();
        int read = 0;
        while (read < MAX_BYTES && System.nanoTime() < end) {
            if (wasRead(request)) {
                return true;
            }
            if (!isAvailable(request)) {
                pause();
                continue;
            }
            int count = request.getCoyoteRequest().doRead(discarded);
            if (count < 0) {
                return true;
            }
            read += count;
        }
        return wasRead(request);
    }

    private static boolean isAvailable(Request request) {
        request.getCoyoteRequest().action(ActionCode.AVAILABLE, true);
        return request.getCoyoteRequest().getAvailable() > 0;
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while reading the rest of a body.");
        }
    }

    /** Takes what Tomcat hands over and forgets it. */
    private static final class Discarded implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer filled) {
            buffer = filled;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Tomcat hands over its own buffer, which is large enough.
        }
    }
}
