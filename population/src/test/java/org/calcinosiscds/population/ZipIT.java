package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is installed elsewhere: the scripts, and the jars they run with. */
class ZipIT {
    private static final String FOLDER = "cds-population/";

    /** The service, and loggers that would call each other without end. */
    private static final Pattern UNWANTED = Pattern.compile(
            "(spring-|tomcat-|log4j-to-slf4j|logback-|commons-logging|opentelemetry-(api|sdk)|flyway-|sqlite-|postgresql-|nimbus-).*");

    @Test
    void zipHoldsScriptsAndJars() throws IOException {
        List<String> expected = new ArrayList<>();
        for (String folder : List.of("bin", "target/lib")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.map(file -> FOLDER + folder.replaceFirst("target/", "") + "/" + file.getFileName())
                        .forEach(expected::add);
            }
        }
        assertThat(zip()).containsExactlyInAnyOrderElementsOf(expected).contains(FOLDER + "bin/cds-population");
    }

    @Test
    void everyLibraryIsThereOnceAndTheServiceIsNot() throws IOException {
        TreeMap<String, Integer> versions = new TreeMap<>();
        zip().stream()
                .map(name -> name.replaceFirst(".*/", ""))
                .filter(name -> name.endsWith(".jar"))
                .forEach(jar -> versions.merge(jar.replaceFirst("-[0-9][^/]*$", ""), 1, Integer::sum));

        assertThat(versions.keySet())
                .filteredOn(name -> UNWANTED.matcher(name).matches())
                .isEmpty();
        assertThat(versions).contains(Map.entry("spark-sql_2.13", 1));
    }

    /** The scripts and the tests run Java with the same flags. */
    @Test
    void flagsAreTheSameEverywhere() throws IOException {
        Set<String> flags = flags(Path.of("bin/cds-population"));

        assertThat(flags).hasSizeGreaterThan(15);
        assertThat(flags(Path.of("bin/cds-population.ps1"))).isEqualTo(flags);
        assertThat(flags(Path.of("pom.xml"))).isEqualTo(flags);
        String checked = Files.readString(Path.of("src/main/java/org/calcinosiscds/population/JvmFlags.java"));
        assertThat(flags.stream().filter(flag -> flag.startsWith("--add-opens=")))
                .allSatisfy(flag -> assertThat(checked)
                        .contains('"' + flag.replaceFirst(".*?=", "").replaceFirst("=.*", "") + '"'));
    }

    private static Set<String> flags(Path file) throws IOException {
        return Pattern.compile(
                        "(--add-opens|--enable-native-access|--sun-misc[\\w-]*|-Djdk[\\w.]*|-Dio[\\w.]*)=[\\w./=-]+")
                .matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static List<String> zip() throws IOException {
        Path target = Path.of("target");
        Path file;
        try (Stream<Path> files = Files.list(target)) {
            file = files.filter(each -> each.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }
}
