package org.calcinosiscds.commandline;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.KnownFiles;

/**
 * What a folder holds: the files to assess, and those that are not read, each with the reason.
 *
 * @param files in the order of names
 * @param unread in the order of names
 */
public record InputFolder(List<InputFile> files, List<Unread> unread) {
    /** How deep folders may lie in one another. */
    private static final int DEPTH = 64;

    private static final Pattern NAME_OF_RESOURCES = Pattern.compile(".*\\.(json|ndjson)(\\.gz)?");
    private static final Pattern XML_OF_FHIR = Pattern.compile("\\s*<.*http://hl7\\.org/fhir.*", Pattern.DOTALL);
    private static final Pattern JSON_OF_FHIR = Pattern.compile("\\s*\\{.*\"resourceType\".*", Pattern.DOTALL);

    /** Archives and compressed files by the bytes with which they begin, as characters of ISO 8859-1. */
    private static final Map<String, String> ARCHIVES = Map.of(
            "PK\u0003\u0004", "a zip archive",
            "BZh", "compressed with bzip2",
            "\u00FD7zXZ", "compressed with xz",
            "(\u00B5/\u00FD", "compressed with zstd",
            "7z\u00BC\u00AF", "a 7z archive",
            "PAR1", "a Parquet file");

    /** Where the name of the format stands in a tar archive. */
    private static final int TAR_NAME = 257;

    /**
     * A file that is not read.
     *
     * @param name from the folder that was named
     * @param reason a whole sentence
     * @param mayBeFhir whether it looks as if it held resources, so that without it the answers are not whole
     */
    public record Unread(String name, String reason, boolean mayBeFhir) {}

    /** Looks at each file, also in folders inside and behind links. Hidden files and those of the export's bookkeeping are passed over. */
    static InputFolder of(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        List<Unread> unread = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
                return !inside.equals(folder) && KnownFiles.isHidden(inside)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    found.add(file);
                } else if (attributes.isDirectory()) {
                    unread.add(new Unread(name(folder, file), "It lies too deep.", true));
                } else if (attributes.isSymbolicLink()) {
                    unread.add(new Unread(
                            name(folder, file), "It is a link that leads nowhere.", isNamedAsResources(file)));
                } else {
                    unread.add(new Unread(name(folder, file), "It is no file.", isNamedAsResources(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                if (!(failure instanceof FileSystemLoopException)) {
                    unread.add(new Unread(name(folder, file), "It may not be read.", true));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        List<InputFile> files = new ArrayList<>();
        found.sort(Comparator.comparing(Path::toString));
        for (Path file : found) {
            if (!KnownFiles.isKnown(file)) {
                sort(file, name(folder, file), files, unread);
            }
        }
        unread.sort(Comparator.comparing(Unread::name));
        return new InputFolder(files, unread);
    }

    private static void sort(Path path, String name, List<InputFile> files, List<Unread> unread) {
        InputFile file = new InputFile(path.toString(), name);
        if (isNamedAsResources(path)) {
            files.add(file);
            return;
        }
        try (file) {
            String beginning = file.beginning();
            if (JSON_OF_FHIR.matcher(beginning).matches()) {
                files.add(file);
                return;
            }
            unread.add(unread(name, beginning));
        } catch (IOException e) {
            unread.add(new Unread(name, String.valueOf(e.getMessage()), true));
        }
    }

    private static boolean isNamedAsResources(Path file) {
        return NAME_OF_RESOURCES
                .matcher(file.toString().toLowerCase(Locale.ROOT))
                .matches();
    }

    private static Unread unread(String name, String beginning) {
        if (XML_OF_FHIR.matcher(beginning).matches()) {
            return new Unread(name, "It is XML, which is not read.", true);
        }
        if (beginning.startsWith("ustar", TAR_NAME)) {
            return new Unread(name, "It is a tar archive, which is not read.", true);
        }
        return ARCHIVES.entrySet().stream()
                .filter(archive -> beginning.startsWith(archive.getKey()))
                .map(archive -> new Unread(name, "It is " + archive.getValue() + ", which is not read.", true))
                .findFirst()
                .orElseGet(() -> new Unread(name, "It holds no FHIR resources in JSON.", false));
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString();
    }
}
