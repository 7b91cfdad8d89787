package org.calcinosiscds.startup;

import java.util.Objects;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says why the service does not start: what, where and what to do, in at most five lines. Values are not repeated, since they may be
 * secrets. The stack trace precedes it with {@code --debug}. What is not known here is a fault of the service and keeps its stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureAnalyzer implements FailureAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(StartFailureAnalyzer.class);

    private final Environment environment;

    StartFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        if (environment.getProperty("debug") != null) {
            log.info("Where the start failed:", failure);
        }
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(StartFailureAnalyzer::analysis)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable FailureAnalysis analysis(Throwable cause) {
        if (cause instanceof StartRefusedException refused) {
            return new FailureAnalysis(refused.getMessage(), refused.remedy(), cause);
        }
        if (cause instanceof KnowledgeException) {
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Correct the content (docs/authoring.md); the command check lists everything that is wrong with it.",
                    cause);
        }
        if (cause instanceof BindException bind) {
            return new FailureAnalysis(
                    "Setting " + bind.getName() + location(bind) + ": " + reason(bind),
                    "docs/configuration.md says what the setting may be.",
                    cause);
        }
        if (cause instanceof PortInUseException port) {
            return new FailureAnalysis(
                    "Port " + port.getPort() + " is in use.",
                    "End what uses it, or set server.port (and management.server.port, by default 1000 above it).",
                    cause);
        }
        if (cause instanceof OutOfMemoryError) {
            // What to do is said when the process ends, which it does wherever memory runs out.
            return new FailureAnalysis("Java ran out of memory.", null, cause);
        }
        return null;
    }

    /** The message of the check that failed; of a conversion only what was expected, as its message quotes the value. */
    private static String reason(BindException bind) {
        Throwable deepest = bind;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        boolean isOwnCheck = deepest.getStackTrace().length > 0
                && deepest.getStackTrace()[0].getClassName().startsWith("org.calcinosiscds.");
        return isOwnCheck && deepest.getMessage() != null
                ? deepest.getMessage()
                : "the value is no "
                        + bind.getTarget().getType().resolve(Object.class).getSimpleName() + ".";
    }

    private static String location(BindException bind) {
        Origin origin = Origin.from(bind.getProperty());
        return origin == null ? "" : " (" + origin + ")";
    }
}
