package org.calcinosiscds.knowledge;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where content comes from beside the package.
 *
 * @param supplement folder with a site's own codes and settings; empty for none
 */
@ConfigurationProperties("calcinosis.content")
public record ContentSettings(@DefaultValue("") String supplement) {
    /** The folder; null for none. */
    public @Nullable Path supplementFolder() {
        return supplement.isBlank() ? null : Path.of(supplement).toAbsolutePath();
    }
}
