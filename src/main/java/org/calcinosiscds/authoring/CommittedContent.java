package org.calcinosiscds.authoring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;

/** The content of a folder at its last commit, read with git. */
public final class CommittedContent {
    private CommittedContent() {}

    /**
     * Text by path, as {@link Content#texts}.
     *
     * @throws KnowledgeException when the folder is in no repository of git, or git is missing
     */
    public static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>(new Content.Folder(folder).texts());
        for (String line : git(
                        folder, "diff", "--name-only", "--relative", "HEAD", "--", Content.CQL, Content.RESOURCES)
                .lines()
                .toList()) {
            texts.remove(line);
            if (line.startsWith(Content.RESOURCES + "tests/")) {
                continue;
            }
            String committed = git(folder, "ls-tree", "--name-only", "HEAD", "--", line);
            if (!committed.isBlank()) {
                texts.put(line, git(folder, "show", "HEAD:./" + line));
            }
        }
        git(folder, "ls-files", "--others", "--exclude-standard", "--", Content.CQL, Content.RESOURCES)
                .lines()
                .forEach(texts::remove);
        return texts;
    }

    private static String git(Path folder, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = folder.toAbsolutePath().toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new KnowledgeException(folder + " is in no repository of git with a commit.");
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while git was running.", e);
        }
    }
}
