package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.ContentIdentity;

/**
 * The CQL of a library on disk.
 *
 * @param file path below the folder of content
 * @param version SHA-256 of the path and the text
 */
public record LibrarySource(Path file, String text, String version) {
    private static final Pattern NAME = Pattern.compile("\\w+");

    /** @return nothing when there is no such library */
    public static Optional<LibrarySource> read(Path folder, String library) throws IOException {
        Path file = file(library);
        if (!NAME.matcher(library).matches() || !Files.isRegularFile(folder.resolve(file))) {
            return Optional.empty();
        }
        return Optional.of(of(file, Files.readString(folder.resolve(file))));
    }

    static LibrarySource of(String library, String text) {
        return of(file(library), text);
    }

    private static Path file(String library) {
        return Path.of("cql", library + ".cql");
    }

    private static LibrarySource of(Path file, String text) {
        return new LibrarySource(
                file,
                text,
                ContentIdentity.of("", Map.of(file.toString(), text)).sha256());
    }

    /** The same file with another text, whole at every moment for those who read it. */
    public LibrarySource write(Path folder, String changed) throws IOException {
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
