package org.calcinosiscds.assess;

import static org.calcinosiscds.outcome.SettingRange.requirePositive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How NDJSON is assessed.
 *
 * @param pendingResources resources of unfinished patients that are kept at a time; a file in which the resources of a patient are
 *     further apart has to be sorted by patient first
 * @param streams files at the same time
 */
@ConfigurationProperties("calcinosis.ndjson")
public record NdjsonSettings(
        @DefaultValue("5000") int pendingResources,
        @DefaultValue("2") int streams) {
    public NdjsonSettings {
        requirePositive(pendingResources, "calcinosis.ndjson.pending-resources");
        requirePositive(streams, "calcinosis.ndjson.streams");
    }
}
