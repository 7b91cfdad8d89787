package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The jar for a cluster holds what Spark has not, and nothing of the service's server. */
class ClusterJarIT {
    static final Path JAR = Path.of("target/calcinosis-population-0.1.0-cluster.jar");

    private static final long MAX_BYTES = 60_000_000;

    @Test
    void packagesAreThese() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (String name : classes(JAR)) {
            packages.add(name.replaceFirst("^(kotlin|picocli)/.*", "$1").replaceFirst("^([^/]+/[^/]+)/.*", "$1"));
        }
        assertThat(packages)
                .containsExactly(
                        "ca/uhn",
                        "com/ctc",
                        "com/ionspin",
                        "com/strumenta",
                        "io/github",
                        "jakarta/activation",
                        "jakarta/xml",
                        "kotlin",
                        "kotlinx/io",
                        "kotlinx/serialization",
                        "org/antlr",
                        "org/calcinosiscds",
                        "org/codehaus",
                        "org/cqframework",
                        "org/fhir",
                        "org/hl7",
                        "org/intellij",
                        "org/jetbrains",
                        "org/jspecify",
                        "org/jvnet",
                        "org/opencds",
                        "org/w3",
                        "picocli",
                        "tools/jackson");
        assertThat(Files.size(JAR)).isLessThan(MAX_BYTES);
    }

    /** Another class of the name would be loaded from wherever it is found first. */
    @Test
    void noClassIsInTwoJars() throws IOException {
        Map<String, Path> places = new TreeMap<>();
        Map<String, List<Path>> twice = new TreeMap<>();
        for (Path jar : SparkHome.otherJars()) {
            for (String name : classes(jar)) {
                Path other = places.put(name, jar);
                if (other != null) {
                    twice.put(name, List.of(other, jar));
                }
            }
        }
        assertThat(twice).isEmpty();
        assertThat(places).containsKeys(classes(JAR).toArray(String[]::new));
    }

    @Test
    void noClassIsOneThatSparkHas() throws IOException {
        Set<String> ours = classes(JAR);
        Map<Path, Set<String>> shared = new TreeMap<>();
        for (Path jar : SparkHome.jars()) {
            Set<String> both = classes(jar);
            both.retainAll(ours);
            if (!both.isEmpty()) {
                shared.put(jar, both);
            }
        }
        assertThat(shared).isEmpty();
        assertThat(SparkHome.jars())
                .extracting(jar -> jar.getFileName().toString())
                .anyMatch(name -> name.startsWith("jackson-databind-2"))
                .anyMatch(name -> name.startsWith("guava-"))
                .anyMatch(name -> name.startsWith("slf4j-api-"))
                .hasSizeGreaterThan(100);
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class")
                            && !name.startsWith("META-INF/")
                            && !name.endsWith("module-info.class"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
