package org.calcinosiscds.startup;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;
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
 * secrets. The stack trace follows with {@code --debug}. What is not known here is a fault of the service and keeps its stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureAnalyzer implements FailureAnalyzer {
    private final Environment environment;

    StartFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            @Nullable FailureAnalysis analysis = analysis(cause);
            if (analysis != null) {
                return environment.getProperty("debug") == null
                        ? analysis
                        : new FailureAnalysis(
                                analysis.getDescription() + "\n" + stackTrace(failure), analysis.getAction(), failure);
            }
        }
        return null;
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
                    "Setting " + bind.getName() + place(bind) + ": " + reason(bind),
                    "docs/configuration.md says what the setting may be.",
                    cause);
        }
        if (cause instanceof PortInUseException port) {
            return new FailureAnalysis(
                    "Port " + port.getPort() + " is in use.",
                    "End what uses it, or set server.port (and management.server.port, by default 1000 above it).",
                    cause);
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

    private static String place(BindException bind) {
        Origin origin = Origin.from(bind.getProperty());
        return origin == null ? "" : " (" + origin + ")";
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
