package org.calcinosiscds.tracing;

import static org.calcinosiscds.outcome.SettingRange.require;

import java.net.URI;
import java.net.URISyntaxException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where spans go; nowhere when no endpoint is named.
 *
 * @param endpoint of OTLP over HTTP, such as {@code http://localhost:4318/v1/traces}
 * @param sample part of the calls that leave a span, from 0 to 1
 */
@ConfigurationProperties("calcinosis.tracing")
public record TracingSettings(
        @DefaultValue("") String endpoint,
        @DefaultValue("1.0") double sample) {
    public TracingSettings {
        require(endpoint.isEmpty() || isUrl(endpoint), "calcinosis.tracing.endpoint", "must be an http or https URL");
        require(sample >= 0 && sample <= 1, "calcinosis.tracing.sample", "must be from 0 to 1");
    }

    private static boolean isUrl(String endpoint) {
        try {
            return endpoint.matches("https?://.+") && new URI(endpoint).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
