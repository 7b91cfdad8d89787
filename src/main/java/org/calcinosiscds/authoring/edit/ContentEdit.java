package org.calcinosiscds.authoring.edit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.Finding;
import org.calcinosiscds.content.GeneratedContent;
import org.calcinosiscds.content.TextFile;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;

/** Changes to the files of a folder of content that are written together, or not at all. */
public final class ContentEdit {
    private final Path folder;
    private final Map<String, String> texts = new TreeMap<>();

    /**
     * What was written.
     *
     * @param edited paths of files that an author would edit
     * @param generated paths of files that follow from them
     */
    public record Written(Set<String> edited, Set<String> generated) {}

    /** @throws RefusedEditException when the folder has no content */
    public ContentEdit(Content.Folder content) {
        if (!content.isContent()) {
            throw new RefusedEditException(content.withoutContent());
        }
        this.folder = content.path();
    }

    boolean exists(String path) {
        return texts.containsKey(path) || Files.exists(folder.resolve(path));
    }

    /**
     * Text of a file, with the changes so far.
     *
     * @throws RefusedEditException when there is no such file
     */
    String text(String path) {
        String edited = texts.get(path);
        if (edited != null) {
            return edited;
        }
        if (!exists(path)) {
            throw new RefusedEditException(folder.resolve(path) + " is missing.");
        }
        try {
            return TextFile.read(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Texts of the files of a folder that end in this way, by name without that end; empty without the folder. */
    Map<String, String> texts(String path, String end) {
        Map<String, String> found = new TreeMap<>();
        if (!Files.isDirectory(folder.resolve(path))) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder.resolve(path))) {
            files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .filter(name -> name.endsWith(end))
                    .forEach(name ->
                            found.put(name.substring(0, name.length() - end.length()), text(path + "/" + name)));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    void put(String path, String text) {
        texts.put(path, text);
    }

    void insert(String path, int offset, String added) {
        String text = text(path);
        put(path, text.substring(0, offset) + added + text.substring(offset));
    }

    void replace(String path, MatchResult place, String other) {
        String text = text(path);
        put(path, text.substring(0, place.start()) + other + text.substring(place.end()));
    }

    /**
     * Checks the content as it would be with the changes.
     *
     * @throws RefusedEditException with what is then wrong and was not before
     */
    public void requireNoFindings() throws IOException {
        if (texts.keySet().stream().allMatch(path -> path.startsWith(ContentCase.TESTS))) {
            return; // A case is a copy of one that can be read.
        }
        List<Finding> findings = TrialRun.newFindings(folder, texts);
        if (!findings.isEmpty()) {
            throw new RefusedEditException("Nothing was written, because cds check would then find:\n"
                    + findings.stream()
                            .map(each ->
                                    "  " + each.file() + ":" + each.line() + "  " + each.code() + "  " + each.message())
                            .collect(Collectors.joining("\n")));
        }
    }

    /**
     * Writes the changes and what follows from them.
     *
     * @throws org.calcinosiscds.knowledge.KnowledgeException when nothing can be generated from the changed files, which are then restored
     */
    public Written write() throws IOException {
        Map<String, @Nullable String> before = new TreeMap<>();
        for (String path : texts.keySet()) {
            before.put(path, Files.exists(folder.resolve(path)) ? Files.readString(folder.resolve(path)) : null);
        }
        for (String path : texts.keySet()) {
            TextFile.requireWritable(folder.resolve(path));
        }
        try {
            for (Map.Entry<String, String> each : texts.entrySet()) {
                TextFile.write(folder.resolve(each.getKey()), each.getValue());
            }
            Set<String> generated = GeneratedContent.isIn(folder)
                    ? GeneratedContent.write(folder).files()
                    : Set.of();
            return new Written(texts.keySet(), generated);
        } catch (IOException | RuntimeException e) {
            for (Map.Entry<String, @Nullable String> each : before.entrySet()) {
                restore(folder.resolve(each.getKey()), each.getValue());
            }
            throw e;
        }
    }

    /** @param text null when the file is to be removed */
    private static void restore(Path file, @Nullable String text) throws IOException {
        if (text == null) {
            Files.deleteIfExists(file);
        } else {
            Files.writeString(file, text);
        }
    }
}
