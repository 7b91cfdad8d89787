import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Part of the build: writes the commit that is built to {@code git.properties}, which Spring Boot shows under {@code /actuator/info}.
 * Where there is neither git nor a repository, the file is left out.
 *
 * <p>Arguments: the folder for the file, and the commit when the build was told it.
 */
final class GitProperties {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of(arguments[0], "git.properties");
        String commit = arguments.length > 1 && !arguments[1].isBlank() ? arguments[1].strip() : commitOfRepository();
        if (commit.matches("[0-9a-f]{7,64}")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "git.commit.id=" + commit + "\n");
        } else {
            Files.deleteIfExists(file);
        }
    }

    private static String commitOfRepository() throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(git.getInputStream().readAllBytes()).strip();
            return git.waitFor() == 0 ? printed : "";
        } catch (IOException e) {
            // There is no git.
            return "";
        }
    }
}
