package org.calcinosiscds.http;

import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Goes on answering for a while after SIGTERM, when readiness says no already, until load balancers have noticed. The web server stops
 * after that and lets running requests end.
 */
@Component
class ShutdownDelay implements SmartLifecycle {
    private final AdmissionSettings settings;
    private volatile boolean running;

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
        try {
            TimeUnit.NANOSECONDS.sleep(settings.shutdownDelay().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
