package org.calcinosiscds;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Lets only this service's own packages log below INFO, also when {@code logging.level} says otherwise. At DEBUG libraries log headers, bodies and
 * parameters, which hold access tokens and data of patients; a list of the loggers that do would never be complete. Spring Boot sets
 * up logging before it starts the service, so this runs directly after that.
 */
final class LogAllowList implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private static final String OWN = LogAllowList.class.getPackageName() + ".";

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException(
                    "Logging is not done by Logback, so that what is logged cannot be limited.");
        }
        context.getTurboFilterList().removeIf(OwnPackages.class::isInstance);
        LogSettings settings = Binder.get(event.getEnvironment()).bindOrCreate("calcinosis.log", LogSettings.class);
        if (settings.patientData()) {
            LoggerFactory.getLogger(LogAllowList.class)
                    .warn(
                            "Setting calcinosis.log.patient-data is on: the log may hold access tokens and data of patients.");
        } else {
            context.addTurboFilter(new OwnPackages());
        }
    }

    private static final class OwnPackages extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] parameters,
                @Nullable Throwable thrown) {
            return level.isGreaterOrEqual(Level.INFO) || logger.getName().startsWith(OWN)
                    ? FilterReply.NEUTRAL
                    : FilterReply.DENY;
        }
    }
}
