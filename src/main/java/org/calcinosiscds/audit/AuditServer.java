package org.calcinosiscds.audit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A FHIR server. Events wait for it in memory, so that no clinician does; what it refuses is lost, and so is what is too much. */
final class AuditServer implements AuditTrail {
    private static final Logger log = LoggerFactory.getLogger(AuditServer.class);

    static final int MOST_WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 1000;

    private final HttpRequest.Builder request;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread sender = new Thread(this::send, "audit");
    private volatile boolean closing;

    AuditServer(AuditSettings settings) {
        // Made once, so that an address that is none stops the start and not the sending.
        this.request = HttpRequest.newBuilder(URI.create(settings.fhirServer().replaceFirst("/+$", "") + "/AuditEvent"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/fhir+json");
        if (!settings.token().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public void write(String event) {
        if (!waiting.offer(event)) {
            lost.incrementAndGet();
        }
    }

    private void send() {
        @Nullable String event = null;
        try {
            while (!closing || !waiting.isEmpty()) {
                event = waiting.poll(100, TimeUnit.MILLISECONDS);
                while (event != null && !isTaken(event)) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
                event = null;
            }
        } catch (InterruptedException e) {
            lost.addAndGet(waiting.size() + (event == null ? 0 : 1));
        }
    }

    /** False when it should be sent again. */
    private boolean isTaken(String event) throws InterruptedException {
        try {
            int status = client.send(
                            request.copy().POST(BodyPublishers.ofString(event)).build(), BodyHandlers.discarding())
                    .statusCode();
            boolean isRefused = status >= 300 && status < 500 && status != 429;
            if (isRefused) {
                lost.incrementAndGet();
            }
            return status < 300 || isRefused;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        closing = true;
        try {
            sender.join(PATIENCE.toMillis());
            sender.interrupt();
            sender.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
        if (lost.get() > 0) {
            log.atWarn().addKeyValue("events", lost).log("Lost AuditEvents.");
        }
    }
}
