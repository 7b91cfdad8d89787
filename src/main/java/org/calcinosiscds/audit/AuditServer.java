package org.calcinosiscds.audit;

import ca.uhn.fhir.rest.api.Constants;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.outbound.HttpResult;
import org.calcinosiscds.outbound.OutboundClient;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;
import org.calcinosiscds.time.Retry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A FHIR server. Events are queued in memory, so that no clinician waits for the server; events that it refuses, or for which the
 * queue is full, are lost.
 */
final class AuditServer implements AuditTrail {
    private static final Logger log = LoggerFactory.getLogger(AuditServer.class);

    static final int MAX_WAITING = 10_000;
    private static final Duration SEND_TIME = Duration.ofSeconds(4);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(16);

    private final OutboundClient outbound;
    private final URI target;
    private final AddressPolicy policy;
    private final Map<String, String> headers = new HashMap<>(Map.of("Content-Type", Constants.CT_FHIR_JSON_NEW));
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Retry retry = new Retry(FIRST_PAUSE, MAX_PAUSE);
    private final Thread sender = new Thread(this::send, "audit");
    private volatile boolean closing;
    private volatile boolean failing;

    AuditServer(AuditSettings settings, OutboundClient outbound) {
        BaseUrl base = BaseUrl.parse(settings.fhirServer());
        this.outbound = outbound;
        this.target = base.within("AuditEvent");
        this.policy = AddressPolicy.of(base.scheme(), settings.privateNetwork());
        if (!settings.token().isEmpty()) {
            headers.put("Authorization", "Bearer " + settings.token());
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
        int unsent = 0;
        try {
            while (!closing || !waiting.isEmpty()) {
                String event = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    unsent = 1;
                    retry.untilTrue(() -> isDone(event));
                    unsent = 0;
                }
            }
        } catch (InterruptedException e) {
            lost.addAndGet(waiting.size() + unsent);
        }
    }

    /** False when it should be sent again. */
    private boolean isDone(String event) {
        @Nullable Problem problem = problem(event);
        boolean isRefused = problem == Problem.STATUS || problem == Problem.REDIRECT;
        if (isRefused) {
            lost.incrementAndGet();
        }
        if (failing != (problem != null)) {
            failing = problem != null;
            log.atWarn()
                    .addKeyValue("problem", problem)
                    .log(failing ? "AuditEvents cannot be delivered." : "AuditEvents are delivered again.");
        }
        return problem == null || isRefused;
    }

    private @Nullable Problem problem(String event) {
        try {
            HttpResult answer = outbound.post(
                    target, policy, headers, event.getBytes(StandardCharsets.UTF_8), Deadline.in(SEND_TIME));
            return answer.isSuccess() ? null : answer.problem();
        } catch (RemoteCallException e) {
            return e.problem();
        }
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public boolean isFailing() {
        return failing;
    }

    @Override
    public void close() {
        closing = true;
        try {
            sender.join(CLOSE_TIME.toMillis());
            sender.interrupt();
            sender.join(CLOSE_TIME.toMillis());
        } catch (InterruptedException e) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
        if (lost.get() > 0) {
            log.atWarn().addKeyValue("events", lost).log("Lost AuditEvents.");
        }
    }
}
