package org.calcinosiscds.http;

import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Goes on answering for a while after SIGTERM, when readiness says no already, until load balancers have noticed and pooled connections
 * are closed. The web server stops after that and lets running requests end.
 */
@Component
class ShutdownDelay implements SmartLifecycle {
    private final AdmissionSettings settings;
    private volatile boolean running;
    private volatile boolean ending;

    ShutdownDelay(AdmissionSettings settings) {
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        ending = true;
        try {
            TimeUnit.NANOSECONDS.sleep(settings.shutdownDelay().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a shutdown was requested. */
    boolean isEnding() {
        return ending;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped before everything else. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
