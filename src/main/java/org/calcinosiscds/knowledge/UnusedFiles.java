package org.calcinosiscds.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the files of a content folder that are not used, because their author expects them to be. */
final class UnusedFiles {
    private static final Logger log = LoggerFactory.getLogger(UnusedFiles.class);

    /** What may hold content, also in another form or place than it is read in. */
    private static final Pattern CONTENT =
            Pattern.compile(".*\\.(json|ndjson|xml|cql|csv|gz|zip|tgz|tar|bz2|xz)", Pattern.DOTALL);

    private UnusedFiles() {}

    /**
     * Adds a defect for each unused file that may hold content; others, such as notes, are named in the log.
     *
     * @param used what is read instead, to follow "from" in a sentence
     */
    static void report(Path folder, String used, Predicate<Path> isUsed, List<String> defects) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> !isUsed.test(file) && !isKnown(folder, file))
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .forEach(name -> {
                        if (CONTENT.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                            defects.add(name + ": the file is not used; content is read from " + used + ".");
                        } else {
                            log.atWarn().addKeyValue("file", name).log("A file beside the content is not used.");
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder + ".", e);
        }
    }

    private static boolean isKnown(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            if (KnownFiles.isHidden(part)) {
                return true;
            }
        }
        return KnownFiles.isKnown(file);
    }
}
