package org.calcinosiscds.cdshooks;

import static org.calcinosiscds.outcome.SettingRange.require;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the service is warmed up before it is ready.
 *
 * @param budget longest time that it may take; 0 for none
 * @param exit whether the service ends when it is warm: for the training run of an archive of classes
 */
@ConfigurationProperties("calcinosis.warm-up")
record WarmUpSettings(
        @DefaultValue("10s") Duration budget,
        @DefaultValue("false") boolean exit) {
    WarmUpSettings {
        require(!budget.isNegative(), "calcinosis.warm-up.budget", "must not be negative");
    }
}
