package org.calcinosiscds.population;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A distribution of Spark from the jars of the build, as the scripts and workers of a cluster look for one. */
final class SparkHome {
    private static final Path LIBRARIES = Path.of("target/lib");
    private static final Pattern ARTIFACT = Pattern.compile(
            "[\\w.-]+:([\\w.-]+):jar:(?:([\\w.-]+):)?([\\w.-]+):(?:compile|provided|runtime)(?:.*conflict with ([\\w.-]+))?");

    private SparkHome() {}

    /** Writes it into a folder. */
    static Path in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        Files.writeString(folder.resolve("RELEASE"), "Spark of the build\n");
        for (Path jar : jars()) {
            Files.createSymbolicLink(folder.resolve("jars").resolve(jar.getFileName()), jar.toAbsolutePath());
        }
        return folder;
    }

    /** Jars that Spark brings. */
    static List<Path> jars() throws IOException {
        Set<String> ofSpark = names();
        return libraries().stream()
                .filter(jar -> ofSpark.contains(jar.getFileName().toString()))
                .toList();
    }

    /** Jars that Spark does not bring. */
    static List<Path> otherJars() throws IOException {
        List<Path> others = new ArrayList<>(libraries());
        others.removeAll(jars());
        return others;
    }

    private static List<Path> libraries() throws IOException {
        try (Stream<Path> inside = Files.list(LIBRARIES)) {
            return inside.sorted().toList();
        }
    }

    /** Names of the jars of what the build found below Spark, whether or not the product needs it as well. */
    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        boolean isInside = false;
        for (String line : Files.readAllLines(Path.of("target/dependencies.txt"))) {
            if (line.startsWith("+-") || line.startsWith("\\-")) {
                isInside = line.contains(":spark-sql_");
            }
            Matcher artifact = ARTIFACT.matcher(line);
            if (isInside && artifact.find()) {
                String version = artifact.group(4) == null ? artifact.group(3) : artifact.group(4);
                String classifier = artifact.group(2) == null ? "" : "-" + artifact.group(2);
                names.add(artifact.group(1) + "-" + version + classifier + ".jar");
            }
        }
        return names;
    }
}
