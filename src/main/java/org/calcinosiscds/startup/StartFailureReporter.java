package org.calcinosiscds.startup;

import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Writes one message; the setting {@code logging.level} turns off that of Spring Boot, which takes a screen. */
final class StartFailureReporter implements FailureAnalysisReporter {
    private static final int MAX_LINES = 3;
    private static final Logger log = LoggerFactory.getLogger(StartFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction() == null ? "" : "\n" + analysis.getAction();
        log.error("The service does not start. {}{}", shortened(analysis.getDescription()), action);
    }

    private static String shortened(String description) {
        List<String> lines = description.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream().limit(MAX_LINES).collect(Collectors.joining("\n"))
                + (lines.size() > MAX_LINES ? " And " + (lines.size() - MAX_LINES) + " more." : "");
    }
}
