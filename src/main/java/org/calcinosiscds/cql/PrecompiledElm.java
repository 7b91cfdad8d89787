package org.calcinosiscds.cql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.cqframework.cql.elm.serializing.ElmJsonLibraryReader;
import org.cqframework.cql.elm.serializing.ElmJsonLibraryWriter;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The ELM of the packaged CQL, translated by the build, because translating it takes longer than everything else at
 * start. It counts only for the very CQL it was made of; for any other the service translates.
 */
final class PrecompiledElm {
    private static final String FOLDER = "elm/";
    private static final String FINGERPRINT = FOLDER + "fingerprint";

    /** What was read, for the next knowledge base of this process. */
    private static final AtomicReference<@Nullable SoftReference<Map<VersionedIdentifier, CompiledLibrary>>> LAST =
            new AtomicReference<>();

    private PrecompiledElm() {}

    /** @param classes the folder of compiled classes */
    static void write(LibraryManager libraries, Map<String, String> cql, Path classes) throws IOException {
        Files.createDirectories(classes.resolve(FOLDER));
        Files.deleteIfExists(classes.resolve(FINGERPRINT));
        ElmJsonLibraryWriter writer = new ElmJsonLibraryWriter();
        for (var library : libraries.getCompiledLibraries().entrySet()) {
            Files.writeString(
                    classes.resolve(FOLDER + library.getKey().getId() + ".json"),
                    CompactElm.of(writer.writeAsString(
                            Objects.requireNonNull(library.getValue().getLibrary()))));
        }
        Files.writeString(classes.resolve(FINGERPRINT), fingerprint(cql));
    }

    /** @param cql library name to source; nothing is returned when any of it is not what the build translated */
    static synchronized Optional<LibraryManager> read(Map<String, String> cql) {
        Optional<String> made = text(FINGERPRINT);
        if (made.isEmpty() || !made.get().equals(fingerprint(cql))) {
            return Optional.empty();
        }
        SoftReference<Map<VersionedIdentifier, CompiledLibrary>> last = LAST.get();
        Map<VersionedIdentifier, CompiledLibrary> libraries = last == null ? null : last.get();
        if (libraries == null) {
            libraries = libraries(cql.keySet());
            LAST.set(new SoftReference<>(libraries));
        }
        Map<VersionedIdentifier, CompiledLibrary> copy = Translation.librariesById();
        copy.putAll(libraries);
        return Optional.of(Translation.manager(copy));
    }

    private static Map<VersionedIdentifier, CompiledLibrary> libraries(Set<String> names) {
        Map<VersionedIdentifier, CompiledLibrary> libraries = Translation.librariesById();
        ElmJsonLibraryReader reader = new ElmJsonLibraryReader();
        for (String name : names) {
            Library library = reader.read(text(FOLDER + name + ".json").orElseThrow());
            CompiledLibrary compiled = new CompiledLibrary();
            compiled.setLibrary(library);
            compiled.setIdentifier(library.getIdentifier());
            libraries.put(library.getIdentifier(), compiled);
        }
        return libraries;
    }

    private static Optional<String> text(String name) {
        try (InputStream file = PrecompiledElm.class.getClassLoader().getResourceAsStream(name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fingerprint(Map<String, String> cql) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.valueOf(LibraryManager.class.getPackage().getImplementationVersion())
                    .getBytes(StandardCharsets.UTF_8));
            digest.update(Translation.options().toString().getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(cql).forEach((name, source) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(source.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
