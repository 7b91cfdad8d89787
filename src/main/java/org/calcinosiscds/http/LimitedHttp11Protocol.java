package org.calcinosiscds.http;

import java.nio.channels.SelectionKey;
import java.util.IdentityHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with two limits that Tomcat lacks; Tomcat makes it by name, so it is public.
 *
 * <ul>
 *   <li>The head of a request has a time as a whole. Tomcat limits only the time between two reads, so that a client that sends a byte
 *       now and then keeps its connection for ever.
 *   <li>A connection that waits for its next request is kept for long, but while nearly all connections are taken only as long as a new one
 *       waits for its first request.
 * </ul>
 */
public final class LimitedHttp11Protocol extends Http11NioProtocol {
    static final int HEAD_SECONDS = 10;

    private static final int PERCENT_TAKEN = 95;

    private @Nullable ScheduledFuture<?> watch;

    /** What the last look found waiting for a next request. */
    private IdentityHashMap<SocketWrapperBase<NioChannel>, Waiting> waiting = new IdentityHashMap<>();

    /**
     * @param lastRead when Tomcat last read from the connection, by a clock that may be set
     * @param since when it was first seen so, in nanoseconds
     */
    private record Waiting(long lastRead, long since) {}

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
        boolean areNearlyAllTaken = getConnectionCount() * 100 >= (long) getMaxConnections() * PERCENT_TAKEN;
        IdentityHashMap<SocketWrapperBase<NioChannel>, Waiting> seen = new IdentityHashMap<>();
        for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
            if (connection instanceof NioSocketWrapper wrapper && isBetweenRequests(wrapper)) {
                Waiting before = waiting.get(wrapper);
                boolean isSame = before != null && before.lastRead() == wrapper.getLastRead();
                seen.put(wrapper, isSame ? before : new Waiting(wrapper.getLastRead(), now));
            }
            if (hasSlowHead(connection, now) || (areNearlyAllTaken && isIdle(seen.get(connection), now))) {
                connection.close();
            }
        }
        waiting = seen;
    }

    private static boolean hasSlowHead(SocketWrapperBase<NioChannel> connection, long now) {
        // No processor between two requests, and none while a thread works: a client that evades one look is seen at
        // the next.
        return connection.getCurrentProcessor() instanceof Processor waiting
                && !waiting.isAsync()
                && waiting.getRequest().getStartTimeNanos() != -1
                && now - waiting.getRequest().getStartTimeNanos() > TimeUnit.SECONDS.toNanos(HEAD_SECONDS);
    }

    private static boolean isBetweenRequests(NioSocketWrapper connection) {
        return connection.getCurrentProcessor() == null && connection.interestOpsHas(SelectionKey.OP_READ);
    }

    private boolean isIdle(@Nullable Waiting connection, long now) {
        return connection != null && now - connection.since() > TimeUnit.MILLISECONDS.toNanos(getConnectionTimeout());
    }
}
