package org.calcinosiscds.commandline;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How far the command is, on standard error: on a terminal a line that is written over, elsewhere, such as in the log of a job, a new line
 * every ten seconds.
 */
final class Progress {
    private static final long TERMINAL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long OTHER_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter messages;
    private final boolean isTerminal;
    private final LongSupplier nanoTime;
    private final long start;
    private long shownAt;
    private int shownWidth;

    /** Begins now. */
    Progress(PrintWriter messages) {
        this(messages, Terminal.isTerminal(), System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Progress(PrintWriter messages, boolean isTerminal, LongSupplier nanoTime) {
        this.messages = messages;
        this.isTerminal = isTerminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.shownAt = start;
    }

    /** Shows the state if it is time to. */
    void at(Supplier<String> state) {
        long now = nanoTime.getAsLong();
        if (now - shownAt < (isTerminal ? TERMINAL_NANOS : OTHER_NANOS)) {
            return;
        }
        shownAt = now;
        String line = state.get() + ", " + Duration.ofNanos(now - start).toSeconds() + " s";
        if (isTerminal) {
            messages.print("\r" + line + " ".repeat(Math.max(shownWidth - line.length(), 0)));
            shownWidth = line.length();
        } else {
            messages.println(line);
        }
        messages.flush();
    }

    void end() {
        if (shownWidth > 0) {
            messages.print("\r" + " ".repeat(shownWidth) + "\r");
            messages.flush();
            shownWidth = 0;
        }
    }

    /** The stream for answers. On a terminal it is the same screen, so that the line gives way to each answer. */
    OutputStream above(OutputStream answers) {
        return isTerminal ? new GivingWay(answers) : new BufferedOutputStream(answers);
    }

    private final class GivingWay extends FilterOutputStream {
        GivingWay(OutputStream answers) {
            super(answers);
        }

        @Override
        public void write(int value) throws IOException {
            end();
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            end();
            out.write(bytes, offset, length);
        }
    }
}
