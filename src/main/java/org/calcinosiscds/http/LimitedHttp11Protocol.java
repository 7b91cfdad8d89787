package org.calcinosiscds.http;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
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
        for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
            // None between two requests, and none while a thread works: a client that evades one look is seen at the
            // next.
            if (connection.getCurrentProcessor() instanceof Processor waiting
                    && !waiting.isAsync()
                    && waiting.getRequest().getStartTimeNanos() != -1
                    && now - waiting.getRequest().getStartTimeNanos() > TimeUnit.SECONDS.toNanos(HEAD_SECONDS)) {
                connection.close();
            }
        }
    }
}
