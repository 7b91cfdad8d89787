package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.commandline.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a run is: on a terminal a line that is written over, elsewhere a line in the log every half minute, and for whoever watches in
 * {@code progress.json}. Numbers alone.
 */
final class Progress implements AutoCloseable {
    static final String NAME = "progress.json";

    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_FILES = Duration.ofSeconds(5);
    private static final Duration OF_THE_RATE = Duration.ofMinutes(1);

    private record Sample(Instant time, long done) {}

    private final Folder folder;
    private final PrintWriter messages;
    private final boolean isTerminal;
    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private String stage = "starting";
    private long known;
    private long before;
    private long quarantinedLines;
    private long quarantinedPatients;
    private Instant logged;
    private Instant written;
    private int width;
    private boolean isOver;

    Progress(Folder folder, PrintWriter messages, boolean isTerminal, Clock clock) {
        this.folder = folder;
        this.messages = messages;
        this.isTerminal = isTerminal;
        this.clock = clock;
        this.logged = clock.instant();
        this.written = Instant.EPOCH;
    }

    /** Begins, and shows every second how far it is. */
    static Progress start(Folder folder, PrintWriter messages, Clock clock) {
        Progress progress = new Progress(folder, messages, Terminal.isTerminal(), clock);
        progress.timer.scheduleAtFixedRate(progress::show, 1, 1, TimeUnit.SECONDS);
        return progress;
    }

    synchronized void stage(String name) {
        stage = name;
        written = Instant.EPOCH;
        show();
    }

    /** @param patients to be assessed @param lines that cannot be */
    synchronized void known(long patients, long lines) {
        known = patients;
        quarantinedLines = lines;
    }

    /** @param patients who were looked at by now, in batches that are done @param failed how many of them failed */
    synchronized void done(long patients, long failed) {
        before = patients;
        quarantinedPatients = failed;
        AssessedPatients.sinceBatch();
    }

    /** The run has come to its end: nothing is shown or written any more. */
    synchronized void ended() {
        stage("ended");
        isOver = true;
    }

    synchronized void show() {
        if (isOver) {
            return;
        }
        Instant now = clock.instant();
        samples.add(new Sample(now, looked()));
        while (samples.size() > 2 && samples.getFirst().time().isBefore(now.minus(OF_THE_RATE))) {
            samples.removeFirst();
        }
        if (!written.plus(BETWEEN_FILES).isAfter(now)) {
            written = now;
            write(now);
        }
        if (isTerminal) {
            String line = line();
            messages.print("\r" + line + " ".repeat(Math.max(width - line.length(), 0)));
            messages.flush();
            width = line.length();
        } else if (!logged.plus(BETWEEN_LOGS).isAfter(now)) {
            logged = now;
            log.info("{}", line());
        }
    }

    /** Such as {@code assessing: 1200 of 5000 patients, 340 a second, 12 s left; not assessed: 1 patients, 3 lines}. */
    synchronized String line() {
        StringBuilder line = new StringBuilder(stage);
        if (known > 0) {
            line.append(": ").append(looked()).append(" of ").append(known).append(" patients");
            if (rate() > 0) {
                line.append(", ")
                        .append(Math.round(rate()))
                        .append(" a second, ")
                        .append(secondsLeft())
                        .append(" s left");
            }
            line.append("; not assessed: ")
                    .append(quarantinedPatients)
                    .append(" patients, ")
                    .append(quarantinedLines)
                    .append(" lines");
        }
        return line.toString();
    }

    private long looked() {
        return Math.min(known, before + AssessedPatients.number());
    }

    /** Patients a second over the last minute. */
    private double rate() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        double seconds = Duration.between(first.time(), last.time()).toMillis() / 1000.0;
        return seconds <= 0 ? 0 : Math.max(0, (last.done() - first.done()) / seconds);
    }

    private long secondsLeft() {
        return (long) Math.ceil((known - looked()) / rate());
    }

    private void write(Instant now) {
        if (!folder.isThere()) {
            return;
        }
        ObjectNode progress = JSON.createObjectNode().put("stage", stage);
        progress.putObject("patients")
                .put("known", known)
                .put("done", looked())
                .put("quarantined", quarantinedPatients);
        progress.putObject("lines").put("quarantined", quarantinedLines);
        progress.put("patientsPerSecond", Math.round(rate()));
        if (rate() > 0) {
            progress.put("secondsLeft", secondsLeft());
        }
        progress.put("updated", now.toString());
        try {
            folder.write(NAME, progress.toPrettyString() + "\n");
        } catch (IOException e) {
            // The run itself meets a disk that is full, and says so.
            log.debug("{} was not written.", NAME);
        }
    }

    /** Stops to show. A run that did not end is one that failed. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            if (!isOver) {
                stage = "failed";
                write(clock.instant());
                isOver = true;
            }
            if (width > 0) {
                messages.print("\r" + " ".repeat(width) + "\r");
                messages.flush();
            }
        }
    }
}
