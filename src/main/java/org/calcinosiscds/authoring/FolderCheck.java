package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.content.GeneratedContent;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.TableException;

/** Whether the generated files of a folder are those that its tables give. */
final class FolderCheck {
    private static final int NAMED = 3;

    private FolderCheck() {}

    static void run(Path folder, List<Finding> findings) {
        if (!GeneratedContent.isIn(folder)) {
            return;
        }
        try {
            GeneratedContent.Result generated = GeneratedContent.compare(folder);
            if (!generated.files().isEmpty()) {
                findings.add(outdated(List.copyOf(generated.files())));
            }
            for (TableException each : generated.warnings()) {
                findings.add(Finding.warning(path(folder, each), position(each), "CDS074", each.sentence()));
            }
        } catch (TableException e) {
            findings.add(Finding.error(path(folder, e), position(e), "CDS072", e.sentence()));
        } catch (KnowledgeException e) {
            findings.add(Finding.error("", SourcePosition.FILE, "CDS072", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            String file = e instanceof FileSystemException system ? String.valueOf(system.getFile()) : "A source";
            findings.add(Finding.error("", SourcePosition.FILE, "CDS072", file + " cannot be read."));
        }
    }

    private static Finding outdated(List<String> files) {
        String others = files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "";
        return Finding.warning(
                files.get(0),
                SourcePosition.FILE,
                "CDS073",
                "Out of date: " + String.join(", ", files.subList(0, Math.min(NAMED, files.size()))) + others
                        + ". Run cds generate.");
    }

    private static SourcePosition position(TableException defect) {
        return new SourcePosition(defect.line(), 0);
    }

    private static String path(Path folder, TableException defect) {
        return folder.relativize(defect.file()).toString().replace('\\', '/');
    }
}
