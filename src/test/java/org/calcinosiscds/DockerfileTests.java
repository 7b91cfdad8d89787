package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the Dockerfile to the build, since a build machine may have no container engine. */
class DockerfileTests {
    private final String text = Files.readString(Path.of("Dockerfile"));
    private final List<String> instructions = text.replace("\\\n", " ")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    private final String pom = Files.readString(Path.of("pom.xml"));

    DockerfileTests() throws IOException {}

    @Test
    void everyPathCopiedFromTheRepositoryIsThereAndNotIgnored() throws IOException {
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));
        List<String> sources = of("COPY")
                .filter(arguments -> !arguments.startsWith("--from"))
                .flatMap(arguments -> {
                    List<String> words = List.of(arguments.split(" +", -1));
                    return words.subList(0, words.size() - 1).stream();
                })
                .toList();

        assertThat(ignored).filteredOn(line -> !line.startsWith("!")).containsExactly("*");
        assertThat(sources).isNotEmpty().allSatisfy(source -> {
            assertThat(Path.of(source)).exists();
            assertThat(ignored).anyMatch(line -> ("!" + source + "/").startsWith(line + "/"));
        });
    }

    @Test
    void everyDirectoryThatMavenPackagesIsCopied() {
        assertThat(all("<directory>([^<$]+)</directory>", pom))
                .isNotEmpty()
                .allSatisfy(directory -> assertThat(of("COPY"))
                        .anyMatch(arguments -> directory.startsWith(arguments.substring(0, arguments.indexOf(' ')))));
    }

    @Test
    void everyJarIsTheOneThatMavenMakes() {
        String project = pom.substring(pom.indexOf("</parent>"));
        String jar = all("<artifactId>([^<]+)", project).get(0) + "-"
                + all("<version>([^<]+)", project).get(0) + ".jar";

        assertThat(all("[\\s\"/]([^\\s\"/]+\\.jar)", text))
                .hasSizeGreaterThan(2)
                .containsOnly(jar);
    }

    @Test
    void cacheThatIsReadIsTheOneThatWasWritten() {
        List<String> written = all("AOTCacheOutput=([^\\s\"]+)", text);

        assertThat(written).hasSize(1);
        assertThat(all("AOTCache=([^\\s\"]+)", text)).isNotEmpty().containsOnly(written.get(0));
    }

    @Test
    void serviceRunsAsANumberedUserThatIsNotRoot() {
        assertThat(of("USER")).singleElement().asString().matches("[1-9]\\d*:[1-9]\\d*");
    }

    @Test
    void healthCheckAsksTheManagementPort() {
        String port = of("EXPOSE").findFirst().orElseThrow();

        assertThat(ManagementPort.beside(8080)).isEqualTo(8080 + 1000);
        assertThat(of("HEALTHCHECK"))
                .singleElement()
                .asString()
                .contains("127.0.0.1:${MANAGEMENT_SERVER_PORT:-$((${SERVER_PORT:-" + port
                        + "} + 1000))}/actuator/health/liveness");
        assertThat(Path.of("src/main/resources/application.yaml")).content().contains("port: " + port);
    }

    private Stream<String> of(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length()).strip());
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
