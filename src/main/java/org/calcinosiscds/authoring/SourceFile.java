package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.ContentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The CQL of a library, or the JSON of a resource, on disk.
 *
 * @param file path below the folder of content
 * @param version SHA-256 of the path and the text
 */
public record SourceFile(Path file, String text, String version) {
    private static final Pattern LIBRARY = Pattern.compile("\\w+");
    private static final Pattern RESOURCE = Pattern.compile("([A-Z][A-Za-z]*)-[A-Za-z0-9.-]{1,64}");

    /**
     * Reads a file.
     *
     * @param name of a library, or of a resource by type and id, such as {@code ValueSet-lab-phosphate}
     * @return nothing when there is no such file
     */
    public static Optional<SourceFile> read(Path folder, String name) throws IOException {
        Path file = file(name);
        if (file == null || !Files.isRegularFile(folder.resolve(file))) {
            return Optional.empty();
        }
        return Optional.of(of(file, Files.readString(folder.resolve(file))));
    }

    /** Version of a text of a library. */
    public static String version(String library, String text) {
        return of(library(library), text).version();
    }

    private static @Nullable Path file(String name) {
        Matcher resource = RESOURCE.matcher(name);
        if (resource.matches()) {
            return Path.of(ContentResources.fileOf(resource.group(1), name));
        }
        return LIBRARY.matcher(name).matches() ? library(name) : null;
    }

    private static Path library(String name) {
        return Path.of("cql", name + ".cql");
    }

    private static SourceFile of(Path file, String text) {
        return new SourceFile(
                file,
                text,
                ContentIdentity.of("", Map.of(file.toString(), text)).sha256());
    }

    /** The same file with another text, whole at every moment for those who read it. */
    public SourceFile write(Path folder, String changed) throws IOException {
        Path target = folder.resolve(file).toRealPath();
        Path draft = Files.createTempFile(target.getParent(), ".", ".draft");
        try {
            Files.copy(target, draft, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(draft, changed, StandardCharsets.UTF_8);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        return of(file, changed);
    }
}
