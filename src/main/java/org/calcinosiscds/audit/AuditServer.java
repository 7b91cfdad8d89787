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

/** A FHIR server. Events wait for it in memory, so that no clinician does; what it refuses is lost, and so is what is too much. */
final class AuditServer implements AuditTrail {
    private static final int MOST_WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 1000;

    private final URI address;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread sender = new Thread(this::send, "audit");
    private volatile boolean closing;

    AuditServer(AuditSettings settings) {
        this.address = URI.create(settings.fhirServer().replaceFirst("/+$", "") + "/AuditEvent");
        this.token = settings.token();
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
        try {
            while (!closing || !waiting.isEmpty()) {
                String event = waiting.poll(100, TimeUnit.MILLISECONDS);
                while (event != null && !isTaken(event)) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            lost.addAndGet(waiting.size());
        }
    }

    /** False when it should be sent again. */
    private boolean isTaken(String event) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(event));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
    }
}
