package org.calcinosiscds.cdshooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.http.LogField;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What may be logged of one call, gathered while it is answered.
 *
 * <p>A closed set: client, service, hook, hookInstance, counts, and for a refusal its code and location. Nothing of it is patient data.
 */
final class HookLogEntry implements LogEntry {
    /** Time reserved for evaluating and writing cards, after the data has been fetched. */
    private static final Duration AFTER_DATA = Duration.ofMillis(150);

    /** Time reserved for writing cards, after the evaluation. */
    private static final Duration AFTER_EVALUATION = Duration.ofMillis(40);

    private final Deadline start = Deadline.in(Duration.ZERO);
    private @Nullable CdsClient client;
    private @Nullable DecisionService service;
    private @Nullable String hookInstance;
    private @Nullable PatientBundle patient;
    private @Nullable Assessment assessment;
    private @Nullable OutcomeIssue issue;
    private int cards;
    private int snoozed;
    private @Nullable Integer items;
    private int newItems;

    void client(CdsClient client) {
        this.client = client;
    }

    /** The deadline for fetching data that leaves enough time to answer before the client's deadline. */
    Deadline deadlineOfData(CdsClient client) {
        Duration third = client.deadline().dividedBy(3);
        return start.plus(client.deadline()).minus(third.compareTo(AFTER_DATA) < 0 ? third : AFTER_DATA);
    }

    /** The deadline for the evaluation that leaves enough time to write the cards. */
    Deadline deadlineOfEvaluation(CdsClient client) {
        Duration tenth = client.deadline().dividedBy(10);
        return start.plus(client.deadline()).minus(tenth.compareTo(AFTER_EVALUATION) < 0 ? tenth : AFTER_EVALUATION);
    }

    void service(DecisionService service) {
        this.service = service;
    }

    /** @param hookInstance a UUID; anything else could be anything */
    void hookInstance(String hookInstance) {
        this.hookInstance = hookInstance;
    }

    /** Id of the service that was called; null when the call named none that exists. */
    @Nullable
    String serviceId() {
        return service == null ? null : service.id();
    }

    /** Empty when the call was refused before its client was known. */
    String clientName() {
        return client == null ? "" : client.name();
    }

    /** Code of the refusal; empty when there was none. */
    String refusalCode() {
        return issue == null ? "" : issue.code();
    }

    /** @param snoozed how many cards were left out because a clinician has answered them */
    void snoozed(int snoozed) {
        this.snoozed = snoozed;
    }

    /** Notes how many items of feedback were received and how many of them were new. */
    void stored(int items, int newItems) {
        this.items = items;
        this.newItems = newItems;
    }

    void answered(PatientBundle patient, Assessment assessment, int cards) {
        this.patient = patient;
        this.assessment = assessment;
        this.cards = cards;
    }

    @Override
    public void refused(List<OutcomeIssue> issues) {
        this.issue = issues.get(0);
    }

    @Override
    public List<LogField> fields() {
        List<LogField> fields = new ArrayList<>();
        if (client != null) {
            fields.add(new LogField.Text("client", client.name()));
        }
        if (service != null) {
            fields.add(new LogField.Text("service", service.id()));
            fields.add(new LogField.Text("hook", service.hook()));
        }
        if (hookInstance != null) {
            fields.add(new LogField.Text("hookInstance", hookInstance));
        }
        if (patient != null && assessment != null) {
            fields.add(new LogField.Count("resources", patient.size()));
            fields.add(new LogField.Count("dropped", patient.dropped()));
            fields.add(new LogField.Count("rules", assessment.rules().size()));
            fields.add(new LogField.Count("cards", cards));
            fields.add(new LogField.Count("snoozed", snoozed));
        }
        if (items != null) {
            fields.add(new LogField.Count("feedback", items));
            fields.add(new LogField.Count("new", newItems));
        }
        if (issue != null) {
            fields.addAll(LogField.of(issue));
        }
        return fields;
    }
}
