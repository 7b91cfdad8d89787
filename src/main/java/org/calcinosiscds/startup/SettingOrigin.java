package org.calcinosiscds.startup;

import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Where a setting is written, as messages say it. */
final class SettingOrigin {
    private SettingOrigin() {}

    /** Such as {@code (file [config/application.yaml] - 4:12)} after a space; empty when that is not known. */
    static String of(@Nullable Origin origin) {
        return origin == null ? "" : " (" + origin + ")";
    }

    /** Of the source that wins, when several have the setting. */
    static String of(Environment environment, String setting) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(setting);
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .map(source -> source.getConfigurationProperty(name))
                .filter(Objects::nonNull)
                .findFirst()
                .map(property -> of(Origin.from(property)))
                .orElse("");
    }
}
