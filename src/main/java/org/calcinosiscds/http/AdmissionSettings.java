package org.calcinosiscds.http;

import static org.calcinosiscds.outcome.SettingRange.require;
import static org.calcinosiscds.outcome.SettingRange.requirePositive;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much is taken on at the same time; what is more is answered 503 before its body is read. Calls that keep within the share of
 * their client are taken on even while that is lent to another one.
 *
 * @param calls hook calls; the less pressing hooks get a part of them, so that the pressing ones still find room
 * @param feedback feedback calls
 * @param bundles POSTs to {@code /fhir}
 * @param bytes of the bodies of all these, from when they are read until their call is answered; 0 for as many as the heap has memory for
 * @param shutdownDelay how long the service goes on answering after it has said that it is not ready any more, so that a load balancer
 *     can notice
 */
@ConfigurationProperties("calcinosis.admission")
public record AdmissionSettings(
        @DefaultValue("48") int calls,
        @DefaultValue("8") int feedback,
        @DefaultValue("4") int bundles,
        @DefaultValue("0B") DataSize bytes,
        @DefaultValue("0s") Duration shutdownDelay) {
    public AdmissionSettings {
        requirePositive(calls, "calcinosis.admission.calls");
        requirePositive(feedback, "calcinosis.admission.feedback");
        requirePositive(bundles, "calcinosis.admission.bundles");
        require(!bytes.isNegative(), "calcinosis.admission.bytes", "must not be negative");
        require(!shutdownDelay.isNegative(), "calcinosis.admission.shutdown-delay", "must not be negative");
    }
}
