package org.calcinosiscds.startup;

import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Writes one message; the setting {@code logging.level} turns off that of Spring Boot, which takes a screen. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements FailureAnalysisReporter {
    private static final int MAX_LINES = 3;
    private static final String OTHER_REPORTER = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";
    private static final Logger log = LoggerFactory.getLogger(StartFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        // Before logging is set up, the settings do not turn off that of Spring Boot.
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(OTHER_REPORTER, LogLevel.OFF);
        String action = analysis.getAction() == null
                ? ""
                : "\n" + analysis.getAction().lines().findFirst().orElse("");
        log.error("The service does not start. {}{}", shortened(analysis.getDescription()), action);
    }

    private static String shortened(String description) {
        List<String> lines = description.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream().limit(MAX_LINES).collect(Collectors.joining("\n"))
                + (lines.size() > MAX_LINES ? " And " + (lines.size() - MAX_LINES) + " more." : "");
    }
}
