package org.calcinosiscds;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when memory is exhausted, with a code that a supervisor sees, as {@code -XX:+ExitOnOutOfMemoryError} does where the
 * process was started with it. After the error a thread may be gone and what it held unfinished, and a service that still listens but
 * answers nothing would not be restarted.
 *
 * <p>It is the handler of errors that no thread catches. Code that catches every error, because it answers for others, hands an
 * {@link OutOfMemoryError} to the handler of its thread.
 */
final class EndOnOutOfMemory implements Thread.UncaughtExceptionHandler {
    /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 3;

    private static final Logger log = LoggerFactory.getLogger(EndOnOutOfMemory.class);
    private static final int FRAMES = 8;

    /** Made beforehand: there is no memory left when it is printed. */
    private static final byte[] MESSAGE =
            ("Ended: Java ran out of memory, and what was printed is not complete. Start it with more than "
                            + Runtime.getRuntime().maxMemory() / (1 << 20)
                            + " MB, such as java -Xmx4g, or CDS_JAVA_OPTIONS=-Xmx4g for deploy/cds.\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

    /** For every thread of this process that has no handler of its own. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new EndOnOutOfMemory());
    }

    /** The message is left out, as it may quote patient data. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (isOutOfMemory(thrown)) {
            try {
                STANDARD_ERROR.write(MESSAGE);
            } catch (IOException e) {
                // The message may be lost; the exit code says the same.
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        log.atError()
                .addKeyValue("type", thrown.getClass().getName())
                .addKeyValue(
                        "at",
                        Arrays.stream(thrown.getStackTrace()).limit(FRAMES).toList())
                .log("A thread ended.");
    }

    private static boolean isOutOfMemory(Throwable thrown) {
        int depth = 0;
        for (Throwable each = thrown; each != null && depth < 100; each = each.getCause(), depth++) {
            if (each instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }
}
