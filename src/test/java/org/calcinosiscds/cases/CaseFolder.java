package org.calcinosiscds.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a case is: {@code fhir-resources/tests/<hook>/<topic>/<name>}.
 *
 * @param hook that is called
 * @param topic id of the rule that the case is about, such as {@code CC-030}, or what several rules share, such as {@code units}
 * @param name says what the case shows; no two cases have the same name
 */
public record CaseFolder(String hook, String topic, String name) {
    static final Path ROOT = Path.of("fhir-resources/tests");
    private static final Map<String, CaseFolder> ALL = find();

    /** Every case, by name. */
    public static List<CaseFolder> all() {
        return List.copyOf(ALL.values());
    }

    /** The case of that name, if there is one. */
    public static Optional<CaseFolder> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** {@code Bundle.json} of a case: the record of the patient. */
    public static Path bundle(String name) {
        return ALL.get(name).file("Bundle.json");
    }

    /** The folder, from the top of the repository. */
    public Path path() {
        return ROOT.resolve(hook).resolve(topic).resolve(name);
    }

    Path file(String file) {
        return path().resolve(file);
    }

    private static Map<String, CaseFolder> find() {
        Map<String, CaseFolder> found = new TreeMap<>();
        try (Stream<Path> files = Files.find(ROOT, 4, (file, attributes) -> file.endsWith("expected.json"))) {
            files.map(file -> ROOT.relativize(file.getParent()))
                    .sorted(Comparator.comparing(Path::toString))
                    .map(folder -> new CaseFolder(
                            folder.getName(0).toString(),
                            folder.getName(1).toString(),
                            folder.getName(2).toString()))
                    .forEach(folder -> {
                        CaseFolder other = found.put(folder.name(), folder);
                        if (other != null) {
                            throw new IllegalStateException(
                                    "Two cases have one name: " + other.path() + " and " + folder.path() + ".");
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
