package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.CaseFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/cds} as a person starts it. */
class LauncherIT {
    @TempDir
    private Path folder;

    @Test
    void jarBesideTheLauncherIsRunAlsoThroughALink() throws Exception {
        Path launcher = installed(folder.resolve("a folder"));
        jar(launcher.resolveSibling("calcinosis-cds-0.jar"));
        Files.writeString(launcher.resolveSibling("calcinosis-cds-0-library.jar"), "not executable");
        Path link = Files.createSymbolicLink(folder.resolve("cds"), Path.of("a folder/cds"));

        assertThat(run(launcher, "test", "--help")).startsWith("0 ").contains("cds test --rule CC-043");
        assertThat(run(link, "test", "--format=none")).startsWith("2 ").contains("text, junit");
    }

    @Test
    void jarOfTheBuildIsRun() throws Exception {
        Path launcher = installed(folder.resolve("deploy"));
        jar(folder.resolve("target/calcinosis-cds-0.jar"));

        assertThat(run(launcher, "--version")).startsWith("0 ");
    }

    @Test
    void missingJarIsNamed() throws Exception {
        assertThat(run(installed(folder.resolve("deploy")), "test"))
                .startsWith("3 ")
                .contains("there is no calcinosis-cds-*.jar");
    }

    @Test
    void jarIsUnpackedAtFirstUseAndLaterUsesReadTheArchiveOfItsClasses() throws Exception {
        Path launcher = installed(folder.resolve("cds-1.0"));
        Path jar = Files.copy(packagedJar(), launcher.resolveSibling("calcinosis-cds-1.0.jar"));
        Path unpacked = launcher.resolveSibling("calcinosis-cds-1.0");
        String[] command = {"assess", bundle(), "--as-of=2026-11-21T09:00:00Z"};

        String first = run(launcher, command);
        Path classes = folder.resolve("classes.txt");
        String second = run(launcher, Map.of("CDS_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes), command);

        assertThat(first).startsWith("0 ").contains("CC-010 CC-033");
        assertThat(lastLines(second)).isEqualTo(lastLines(first));
        assertThat(Files.readString(classes))
                .contains("org.calcinosiscds.cql.CqlKnowledge source: shared objects file (top)");
        String unpackedFrom = Files.readString(unpacked.resolve("unpacked-from"));
        try (Stream<Path> files = Files.list(unpacked.getParent())) {
            assertThat(files).containsExactlyInAnyOrder(launcher, jar, unpacked);
        }

        Path population = Files.createDirectories(unpacked.resolveSibling("cds-population/bin"))
                .resolve("cds-population");
        Files.writeString(population, "#!/bin/sh\necho population: \"$@\"\n");
        assertThat(population.toFile().setExecutable(true)).isTrue();

        assertThat(run(launcher, "population", "--in", "export")).isEqualTo("0 population: --in export\n");

        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-11-22T00:00:00Z")));

        assertThat(run(launcher, "--version")).startsWith("0 ");
        assertThat(Files.readString(unpacked.resolve("unpacked-from"))).isNotEqualTo(unpackedFrom);
        assertThat(unpacked.resolve("classes.jsa")).doesNotExist();
    }

    @Test
    void jarIsLeftAloneOnRequest() throws Exception {
        Path launcher = installed(folder.resolve("cds-1.0"));
        Files.copy(packagedJar(), launcher.resolveSibling("calcinosis-cds-1.0.jar"));

        assertThat(run(launcher, Map.of("CDS_UNPACK", "no"), "--version")).startsWith("0 ");

        assertThat(launcher.resolveSibling("calcinosis-cds-1.0")).doesNotExist();
    }

    @Test
    void missingJavaIsNamed() throws Exception {
        Path launcher = installed(folder.resolve("cds-1.0"));
        jar(launcher.resolveSibling("calcinosis-cds-1.0.jar"));

        assertThat(run(launcher, Map.of("JAVA_HOME", "/nowhere"), "test"))
                .startsWith("3 ")
                .contains("there is no /nowhere/bin/java");
    }

    private static Path packagedJar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(
                            file -> file.getFileName().toString().matches("calcinosis-cds-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String bundle() {
        return CaseFolder.bundle("dialysis-product-71-40").toAbsolutePath().toString();
    }

    /** Without the lines of progress, which come when a command is slow. */
    private static List<String> lastLines(String printed) {
        return printed.lines()
                .filter(line -> line.matches("(Patient|Product|Rules).*"))
                .toList();
    }

    private static Path installed(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.copy(Path.of("deploy/cds"), folder.resolve("cds"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** A jar that is nothing but the class path of this test. */
    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Name.MAIN_CLASS, "org.calcinosiscds.Application");
        manifest.getMainAttributes()
                .put(
                        Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(each -> Path.of(each).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    /** Exit code and all that was printed. */
    private static String run(Path launcher, String... arguments) throws IOException, InterruptedException {
        return run(launcher, Map.of(), arguments);
    }

    private static String run(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = launcher.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + printed;
    }
}
