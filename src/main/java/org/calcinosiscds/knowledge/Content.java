package org.calcinosiscds.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Files of content: {@code cql/*.cql} and {@code fhir-resources/<type>/*.json}, in this jar, in a folder, in a FHIR package or in another
 * jar of the service.
 */
public sealed interface Content {
    /** Name of the index of packaged content: a line for each file. */
    String INDEX = "content.index";

    /** Where the CQL is, below the folder of content. */
    String CQL = "cql/";

    /** Where the resources are, below the folder of content. */
    String RESOURCES = "fhir-resources/";

    /** Where FHIR packages are, below the folder of content. */
    String PACKAGES = "packages/";

    /** Text by path, such as {@code cql/KidneyDisease.cql}, ascending. A byte order mark is left out. */
    Map<String, String> texts();

    /** The folder; nothing for what is packaged, which was checked when it was built. */
    Optional<Path> folder();

    /** How the log and the CapabilityStatement call it. */
    String name();

    /** Content of a folder, or of a file: a jar when it is named so, and a FHIR package otherwise. */
    static Content at(Path path) {
        if (!Files.isRegularFile(path)) {
            return new Folder(path);
        }
        return path.toString().endsWith(".jar") ? new Jar(path) : new Packed(path);
    }

    /** Name and hash. */
    default ContentIdentity identity() {
        return ContentIdentity.of(name(), texts());
    }

    /** Content on the classpath, found by the index that the build writes. */
    record Packaged() implements Content {
        @Override
        public Map<String, String> texts() {
            Map<String, String> texts = new TreeMap<>();
            text(INDEX).lines().forEach(path -> texts.put(path, text(path)));
            return texts;
        }

        @Override
        public Optional<Path> folder() {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "packaged";
        }

        private static String text(String name) {
            try (InputStream file = Objects.requireNonNull(
                    Packaged.class.getClassLoader().getResourceAsStream(name), () -> name + " is not packaged.")) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Content that was read, or that is in no files, such as that of a commit.
     *
     * @param read the folder it was read from; null where there is none
     */
    record Texts(
            String name,
            Map<String, String> texts,
            @Nullable Path read) implements Content {
        /** Content that is in no files. */
        public Texts(String name, Map<String, String> texts) {
            this(name, texts, null);
        }

        @Override
        public Optional<Path> folder() {
            return Optional.ofNullable(read);
        }
    }

    /** @param path of a FHIR package, a {@code .tgz} */
    record Packed(Path path) implements Content {
        /** @throws KnowledgeException when the file is no package */
        @Override
        public Map<String, String> texts() {
            return FhirPackage.texts(path);
        }

        @Override
        public Optional<Path> folder() {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "package " + path.getFileName();
        }
    }

    /** @param path of a jar of the service, executable or as a library, of this version or another */
    record Jar(Path path) implements Content {
        private static final List<String> PREFIXES = List.of("", "BOOT-INF/classes/");

        /** @throws KnowledgeException when the file is no such jar */
        @Override
        public Map<String, String> texts() {
            try (ZipFile jar = new ZipFile(path.toFile())) {
                for (String prefix : PREFIXES) {
                    if (jar.getEntry(prefix + INDEX) != null) {
                        Map<String, String> texts = new TreeMap<>();
                        for (String file : text(jar, prefix + INDEX).lines().toList()) {
                            texts.put(file, text(jar, prefix + file));
                        }
                        return texts;
                    }
                }
            } catch (IOException e) {
                throw new KnowledgeException(path.getFileName() + ": it is no jar, or cannot be read.");
            }
            throw new KnowledgeException(path.getFileName() + ": it is a jar without content.");
        }

        @Override
        public Optional<Path> folder() {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "jar " + path.getFileName();
        }

        private static String text(ZipFile jar, String name) throws IOException {
            ZipEntry entry = jar.getEntry(name);
            if (entry == null) {
                throw new IOException(name);
            }
            try (InputStream file = jar.getInputStream(entry)) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    /** @param path the folder that has {@code cql} and {@code fhir-resources}, and may have {@code packages} */
    record Folder(Path path) implements Content {
        /** Whether there is content: a folder of CQL and one of resources. */
        public boolean isContent() {
            return Files.isDirectory(path.resolve(CQL)) && Files.isDirectory(path.resolve(RESOURCES));
        }

        /** The message for a folder that has no content. */
        public String withoutContent() {
            return path + " holds no content: the folders cql and fhir-resources are needed.";
        }

        /** @throws KnowledgeException when there is no content in the folder */
        @Override
        public Map<String, String> texts() {
            if (!isContent()) {
                throw new KnowledgeException(withoutContent());
            }
            Map<String, String> texts = read(path.resolve(CQL), 1, ".cql", CQL);
            texts.putAll(read(path.resolve(RESOURCES), 2, ".json", RESOURCES));
            FhirPackage.addNamed(texts, path.resolve(PACKAGES));
            return texts;
        }

        @Override
        public Optional<Path> folder() {
            return Optional.of(path);
        }

        @Override
        public String name() {
            return "folder " + path.toAbsolutePath().normalize().getFileName();
        }

        /**
         * Text of files that lie at a depth below a folder.
         *
         * @param prefix of the paths that are returned
         */
        static Map<String, String> read(Path folder, int depth, String suffix, String prefix) {
            Map<String, String> texts = new TreeMap<>();
            if (!Files.isDirectory(folder)) {
                return texts;
            }
            try (Stream<Path> files = Files.walk(folder, depth)) {
                List<Path> matching = files.filter(file -> file.toString().endsWith(suffix)
                                && folder.relativize(file).getNameCount() == depth
                                && Files.isRegularFile(file))
                        .toList();
                for (Path file : matching) {
                    String path = prefix + folder.relativize(file).toString().replace('\\', '/');
                    texts.put(
                            path,
                            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", ""));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + folder + ".", e);
            }
            return texts;
        }
    }
}
