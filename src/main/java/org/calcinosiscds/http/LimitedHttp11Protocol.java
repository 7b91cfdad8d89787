package org.calcinosiscds.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with a limit on the time that the head of a request takes as a whole. Tomcat limits only the time between two reads, so
 * that a client that sends a byte now and then keeps its connection for ever. Tomcat makes it by name, so it is public.
 */
public final class LimitedHttp11Protocol extends Http11NioProtocol {
    static final int HEAD_SECONDS = 10;

    /** A head that has begun and not ended: its processor waits for more bytes. */
    private record OpenHead(Object processor, long since) {}

    private final Map<SocketWrapperBase<NioChannel>, OpenHead> openHeads = new ConcurrentHashMap<>();
    private @Nullable ScheduledFuture<?> watch;

    @Override
    public void start() throws Exception {
        super.start();
        watch = getUtilityExecutor().scheduleWithFixedDelay(this::closeSlow, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) {
            watch.cancel(false);
        }
        super.stop();
    }

    private void closeSlow() {
        long now = System.nanoTime();
        var connections = getEndpoint().getConnections();
        openHeads.keySet().retainAll(connections);
        for (SocketWrapperBase<NioChannel> connection : connections) {
            Object processor = connection.getCurrentProcessor();
            OpenHead known = openHeads.get(connection);
            if (processor == null) {
                // Between two requests, or a thread is working on it: an evasive client is seen at the next look.
                continue;
            }
            if (known == null || !known.processor().equals(processor)) {
                openHeads.put(connection, new OpenHead(processor, now));
            } else if (now - known.since() > TimeUnit.SECONDS.toNanos(HEAD_SECONDS)) {
                openHeads.remove(connection);
                connection.close();
            }
        }
    }
}
