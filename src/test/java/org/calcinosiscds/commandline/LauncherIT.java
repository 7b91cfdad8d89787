package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
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
        String[] command = new String[arguments.length + 1];
        command[0] = launcher.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + printed;
    }
}
