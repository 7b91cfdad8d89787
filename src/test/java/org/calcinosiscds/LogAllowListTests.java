package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class LogAllowListTests {
    private static final Logger LIBRARY = LoggerFactory.getLogger("org.apache.hc.client5.http.headers");
    private static final Logger OWN = LoggerFactory.getLogger("org.calcinosiscds.client.Sample");

    private final LoggingSystem logging = LoggingSystem.get(LogAllowListTests.class.getClassLoader());

    @BeforeEach
    void everythingIsAskedFor() {
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.TRACE);
    }

    @AfterEach
    void reset() {
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
        start(new MockEnvironment());
    }

    @Test
    void onlyOwnPackagesLogBelowInfo(CapturedOutput output) {
        start(new MockEnvironment());
        logAll();

        assertThat(LIBRARY.isDebugEnabled()).isFalse();
        assertThat(OWN.isTraceEnabled()).isTrue();
        assertThat(output.getAll())
                .contains("library info", "own debug", "own trace")
                .doesNotContain("library debug", "library trace", "calcinosis.log.patient-data");
    }

    @Test
    void settingLetsLibrariesLogAndIsWarnedOf(CapturedOutput output) {
        start(new MockEnvironment().withProperty("calcinosis.log.patient-data", "true"));
        logAll();

        assertThat(output.getAll())
                .contains("library debug", "library trace")
                .containsPattern("WARN .*calcinosis.log.patient-data is on");
    }

    private static void logAll() {
        LIBRARY.info("library info");
        LIBRARY.debug("library debug");
        LIBRARY.trace("library trace");
        OWN.debug("own debug");
        OWN.trace("own trace");
    }

    private static void start(MockEnvironment environment) {
        new LogAllowList()
                .onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                        new DefaultBootstrapContext(), new SpringApplication(), new String[0], environment));
    }
}
