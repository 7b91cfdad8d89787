package org.calcinosiscds.startup;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Says why the service does not start: what, where and what to do, in at most five lines. Values are not repeated, since they may be
 * secrets. The stack trace precedes it with {@code --debug}. What is not known here is a fault of the service and keeps its stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureAnalyzer implements FailureAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(StartFailureAnalyzer.class);

    private static final Pattern OWN_SETTING = Pattern.compile("calcinosis(\\.[a-z0-9-]+(\\[\\d+])?)+");

    /** The message of Spring Boot for a profile whose name it does not take; it has no type of its own. */
    private static final Pattern PROFILES =
            Pattern.compile("Invalid profile property value found in Environment under '([a-z.]+)'");

    /** Null when the start failed before there was one, because a file of settings cannot be read. */
    private final @Nullable Environment environment;

    StartFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        if (environment != null && environment.getProperty("debug") != null) {
            log.info("Where the start failed:", failure);
        }
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(this::analysis)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable FailureAnalysis analysis(Throwable cause) {
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
            return new FailureAnalysis(problem(bind), "docs/configuration.md says what the setting may be.", cause);
        }
        if (cause instanceof MarkedYAMLException yaml) {
            // Not its whole message, which quotes the line: that may hold a password.
            Mark mark = yaml.getProblemMark();
            return new FailureAnalysis(
                    "A file of settings is no YAML"
                            + (mark == null
                                    ? ""
                                    : " in line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                            + ": " + yaml.getProblem() + ".",
                    "Correct application.yaml, in config/ beside the jar or where spring.config names it.",
                    cause);
        }
        if (cause instanceof PortInUseException port) {
            return new FailureAnalysis(
                    "Port " + port.getPort() + " is in use.",
                    "End what uses it, or set server.port (and management.server.port, by default 1000 above it).",
                    cause);
        }
        if (cause instanceof java.net.BindException) {
            return new FailureAnalysis(
                    "The service cannot listen on the address or port that is set: " + cause.getMessage() + ".",
                    "Set server.address and management.server.address to addresses of this machine, and ports that its user may open.",
                    cause);
        }
        if (cause instanceof WebServerException
                || (cause instanceof ApplicationContextException context
                        && String.valueOf(context.getMessage()).contains("web server"))) {
            return ofServer(cause);
        }
        if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
            return new FailureAnalysis(
                    "Setting " + invalid.getName()
                            + (environment == null ? "" : SettingOrigin.of(environment, invalid.getName()))
                            + ": the value is none that it may have.",
                    "docs/configuration.md says what the setting may be; for those of Spring Boot its reference does.",
                    cause);
        }
        Matcher profiles = PROFILES.matcher(String.valueOf(cause.getMessage()));
        if (profiles.matches()) {
            // There is no environment yet that could say where it is set.
            return new FailureAnalysis(
                    "Setting " + profiles.group(1) + " holds a name that no profile may have.",
                    "Names of profiles are letters, digits and the characters - _ . + @; most installations need none.",
                    cause);
        }
        if (cause instanceof OutOfMemoryError) {
            // What to do is said when the process ends, which it does wherever memory runs out.
            return new FailureAnalysis("Java ran out of memory.", null, cause);
        }
        return null;
    }

    /** Unless the failure behind it is known itself, such as a port in use. */
    private @Nullable FailureAnalysis ofServer(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
            FailureAnalysis known = analysis(deepest);
            if (known != null) {
                return known;
            }
        }
        return new FailureAnalysis(
                "The web server cannot start: " + deepest.getClass().getSimpleName() + ", "
                        + String.valueOf(deepest.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("") + ".",
                "Correct the settings of server, management.server and spring.ssl; --debug shows where the start failed.",
                failure);
    }

    /**
     * The message of the check that failed, with the place where the setting in it is written; of a conversion only what was expected,
     * as its message quotes the value.
     */
    private String problem(BindException bind) {
        Throwable deepest = bind;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        boolean isOwnCheck = deepest.getStackTrace().length > 0
                && deepest.getStackTrace()[0].getClassName().startsWith("org.calcinosiscds.");
        String message = deepest.getMessage();
        if (isOwnCheck && message != null && environment != null) {
            Matcher setting = OWN_SETTING.matcher(message);
            return setting.find()
                    ? message.substring(0, setting.end())
                            + SettingOrigin.of(environment, setting.group())
                            + message.substring(setting.end())
                    : message;
        }
        return "Setting " + bind.getName() + SettingOrigin.of(Origin.from(bind.getProperty())) + ": the value is "
                + kind(bind.getTarget().getType().resolve(Object.class)) + ".";
    }

    private static String kind(Class<?> expected) {
        return expected.isEnum()
                ? Stream.of(expected.getEnumConstants())
                        .map(each -> each.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "none of ", ""))
                : "no " + expected.getSimpleName();
    }
}
