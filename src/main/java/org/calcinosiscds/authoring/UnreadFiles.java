package org.calcinosiscds.authoring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeLoader;

/** Files of a folder of content that look like content and are read by nothing. */
final class UnreadFiles {
    private UnreadFiles() {}

    static void run(Path folder, List<Finding> findings) {
        if (!new Content.Folder(folder).isContent()) {
            return;
        }
        List<String> defects = new ArrayList<>();
        KnowledgeLoader.nameUnusedFiles(folder, defects);
        for (String defect : defects) {
            String[] parts = defect.split(": ", 2);
            findings.add(
                    Finding.error(below(folder, parts[0]), SourcePosition.FILE, "CDS018", "T" + parts[1].substring(1)));
        }
    }

    /** Path of a file that lies somewhere in the folder of CQL or of resources. */
    private static String below(Path folder, String file) {
        Optional<String> found = Stream.of(Content.CQL, Content.RESOURCES)
                .filter(part -> Files.exists(folder.resolve(part + file)))
                .findFirst();
        return (found.orElse("") + file).replace('\\', '/');
    }
}
