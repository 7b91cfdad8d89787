package org.calcinosiscds.wiring;

import static org.calcinosiscds.outcome.SettingRange.require;
import static org.calcinosiscds.outcome.SettingRange.requirePositive;

import java.time.Duration;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.limit.FreeHeap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** How much input the service takes in; see {@link Limits}. */
@ConfigurationProperties("calcinosis.limits")
public record LimitSettings(
        @DefaultValue("10MB") DataSize body,
        @DefaultValue("5s") Duration bodyTime,
        @DefaultValue("64") int depth,
        @DefaultValue("256") int nameLength,
        @DefaultValue("1048576") int stringLength,
        @DefaultValue("40") int numberLength,
        @DefaultValue("30") int exponent,
        @DefaultValue("2000000") int tokens,
        @DefaultValue("2000") int entries,
        @DefaultValue("5000") int resources,
        @DefaultValue("50") int contained) {
    /** Smallest objects and their names, seen while bodies of nothing else were read, and the garbage of that. */
    private static final int MEMORY_OF_A_TOKEN = 160;

    public LimitSettings {
        requirePositive(body.toBytes(), "calcinosis.limits.body");
        requirePositive(bodyTime.toMillis(), "calcinosis.limits.body-time");
        requirePositive(depth, "calcinosis.limits.depth");
        requirePositive(nameLength, "calcinosis.limits.name-length");
        requirePositive(stringLength, "calcinosis.limits.string-length");
        requirePositive(numberLength, "calcinosis.limits.number-length");
        require(exponent >= 0, "calcinosis.limits.exponent", "must not be negative");
        requirePositive(tokens, "calcinosis.limits.tokens");
        requirePositive(entries, "calcinosis.limits.entries");
        requirePositive(resources, "calcinosis.limits.resources");
        require(contained >= 0, "calcinosis.limits.contained", "must not be negative");
    }

    /** With fewer tokens than the setting says when the heap has no memory for one body of so many. */
    public Limits limits() {
        return new Limits(
                body.toBytes(),
                bodyTime,
                depth,
                nameLength,
                stringLength,
                numberLength,
                exponent,
                (int) Math.min(tokens, FreeHeap.bytes() / MEMORY_OF_A_TOKEN),
                entries,
                resources,
                contained);
    }
}
