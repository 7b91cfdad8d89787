package org.calcinosiscds.wiring;

import java.time.Duration;
import org.calcinosiscds.json.Limits;
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
    public Limits limits() {
        return new Limits(
                body.toBytes(),
                bodyTime,
                depth,
                nameLength,
                stringLength,
                numberLength,
                exponent,
                tokens,
                entries,
                resources,
                contained);
    }
}
