package org.calcinosiscds.knowledge;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where content comes from.
 *
 * @param folder folder with {@code cql} and {@code fhir-resources}, FHIR package ({@code .tgz}) or jar, used instead of the packaged content; empty for the packaged content
 * @param supplement folder with a site's own codes and settings; empty for none
 */
@ConfigurationProperties("calcinosis.content")
public record ContentSettings(
        @DefaultValue("") String folder, @DefaultValue("") String supplement) {
    /** The content itself. */
    public Content content() {
        return folder.isBlank()
                ? new Content.Packaged()
                : Content.at(Path.of(folder).toAbsolutePath().normalize());
    }

    /** The folder of the supplement; null for none. */
    public @Nullable Path supplementFolder() {
        return supplement.isBlank() ? null : Path.of(supplement).toAbsolutePath();
    }
}
