package org.calcinosiscds.startup;

import ch.qos.logback.core.util.FileSize;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.ResourceUtils;

/** Looks at the settings of logging directly before Spring Boot follows them, whose mistakes it answers with stack traces or not at all. */
final class LoggingCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    /** Of Spring Boot, which names them nowhere that can be read. */
    private static final List<String> FORMATS = List.of("ecs", "gelf", "logstash");

    private static final String REMEDY = "Correct or remove it: without it the log is written to the standard output.";

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment environment = event.getEnvironment();
        Binder binder = Binder.get(environment);
        checkConfiguration(environment);
        checkFile(environment);
        for (String output : new String[] {"console", "file"}) {
            binder.bind("logging.threshold." + output, LogLevel.class);
            binder.bind("logging.charset." + output, Charset.class);
            checkFormat(environment, "logging.structured.format." + output);
        }
        for (String size : new String[] {"max-file-size", "total-size-cap"}) {
            checkSize(environment, "logging.logback.rollingpolicy." + size);
        }
    }

    private static void checkConfiguration(Environment environment) {
        String location = environment
                .getProperty(LoggingApplicationListener.CONFIG_PROPERTY, "")
                .trim();
        if (location.isEmpty() || location.startsWith("-D")) {
            return;
        }
        try {
            ResourceUtils.getURL(location).openStream().close();
        } catch (IOException e) {
            throw refusal(
                    environment,
                    LoggingApplicationListener.CONFIG_PROPERTY,
                    "names a file that is not there or cannot be read");
        }
    }

    private static void checkFile(Environment environment) {
        LogFile named = LogFile.get(environment);
        if (named == null) {
            return;
        }
        File file = new File(named.toString()).getAbsoluteFile();
        try {
            Files.createDirectories(file.getParentFile().toPath());
            new FileOutputStream(file, true).close();
        } catch (IOException e) {
            throw refusal(
                    environment,
                    environment.containsProperty(LogFile.FILE_NAME_PROPERTY)
                            ? LogFile.FILE_NAME_PROPERTY
                            : LogFile.FILE_PATH_PROPERTY,
                    "names a file that cannot be written");
        }
    }

    private static void checkFormat(Environment environment, String setting) {
        String format = environment.getProperty(setting, "");
        boolean isKnown = format.isEmpty()
                || FORMATS.contains(format.toLowerCase(Locale.ROOT))
                || ClassUtils.isPresent(format, LoggingSystem.class.getClassLoader());
        if (!isKnown) {
            throw refusal(environment, setting, "must be one of " + String.join(", ", FORMATS));
        }
    }

    private static void checkSize(Environment environment, String setting) {
        String size = environment.getProperty(setting, "0");
        try {
            FileSize.valueOf(size);
        } catch (IllegalArgumentException e) {
            throw refusal(environment, setting, "is no size such as 10MB");
        }
    }

    private static StartRefusedException refusal(Environment environment, String setting, String problem) {
        return new StartRefusedException(
                "Setting " + setting + SettingOrigin.of(environment, setting) + " " + problem + ".", REMEDY);
    }
}
