package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step of the build that writes the commit, also where there is no repository. */
class GitPropertiesTests {
    private static final Path SOURCE = Path.of("src/main/build/GitProperties.java");

    @TempDir
    private Path folder;

    @Test
    void buildOutsideARepositoryHasNoCommitAndDoesNotFail() throws Exception {
        Files.writeString(folder.resolve("git.properties"), "git.commit.id=of-an-earlier-build\n");

        assertThat(run(folder.toString(), "")).isZero();
        assertThat(folder.resolve("git.properties")).doesNotExist();
    }

    @Test
    void buildIsToldItsCommit() throws Exception {
        String commit = "0123456789abcdef0123456789abcdef01234567";

        assertThat(run(folder.toString(), commit)).isZero();
        assertThat(folder.resolve("git.properties")).hasContent("git.commit.id=" + commit);
    }

    @Test
    void imageIsToldItsCommit() throws IOException {
        assertThat(Path.of("Dockerfile")).content().contains("ARG COMMIT=", "-Dcommit=\"$COMMIT\"");
        assertThat(Path.of("pom.xml")).content().contains("<argument>${project.basedir}/" + SOURCE, "${commit}");
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                SOURCE.toAbsolutePath().toString()),
                        Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
    }
}
