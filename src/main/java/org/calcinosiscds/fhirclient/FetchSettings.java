package org.calcinosiscds.fhirclient;

import static org.calcinosiscds.outcome.SettingRange.require;
import static org.calcinosiscds.outcome.SettingRange.requirePositive;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How data is fetched from FHIR servers.
 *
 * @param parallel queries of one call at the same time
 * @param perServer queries to one server at the same time, of all calls
 * @param pages of one query
 * @param bytes of all pages of one query
 * @param memory for the answers to the calls under way, as it is estimated from their bytes; 0 is what the heap has beside the service
 * @param references resources of one call that are read one by one, because others refer to them
 * @param coreTypes resource types that every FHIR server has: that the address of one of them is not there (404, 405) is a mistake in
 *     the base URL or in a proxy, and not a server without such data
 * @param capabilitiesEvery how often the CapabilityStatements of the configured servers are read in the background; 0 for never
 * @param openDuration how long a server is not queried after half of its last queries failed (circuit breaker); 0 for no circuit breaker
 */
@ConfigurationProperties("calcinosis.fetch")
public record FetchSettings(
        @DefaultValue("12") int parallel,
        @DefaultValue("16") int perServer,
        @DefaultValue("500") int pages,
        @DefaultValue("20MB") DataSize bytes,
        @DefaultValue("0B") DataSize memory,
        @DefaultValue("200") int references,

        @DefaultValue({"Patient", "Condition", "Encounter", "MedicationRequest", "Observation", "Procedure"})
        Set<String> coreTypes,

        @DefaultValue("1h") Duration capabilitiesEvery,
        @DefaultValue("1s") Duration openDuration) {

    public FetchSettings {
        requirePositive(parallel, "calcinosis.fetch.parallel");
        requirePositive(perServer, "calcinosis.fetch.per-server");
        requirePositive(pages, "calcinosis.fetch.pages");
        requirePositive(bytes.toBytes(), "calcinosis.fetch.bytes");
        require(memory.toBytes() >= 0, "calcinosis.fetch.memory", "must not be negative");
        requirePositive(references, "calcinosis.fetch.references");
        require(!capabilitiesEvery.isNegative(), "calcinosis.fetch.capabilities-every", "must not be negative");
        require(
                !openDuration.isNegative() && openDuration.toMinutes() <= 1,
                "calcinosis.fetch.open-duration",
                "must be from 0 to one minute");
    }
}
