package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Bundle of one patient in a file, such as one of Synthea, asked about as when the chart is opened.
 *
 * @param folder of the files
 * @param name of the file, below the folder
 * @param asOf the moment that the rules treat as now
 */
public record PatientFile(Path folder, String name, ZonedDateTime asOf) implements PatientSource {
    private static final String SUFFIX = ".json";

    /** How far below the folder files are looked for. */
    private static final int DEPTH = 3;

    /**
     * The files of a folder, by name.
     *
     * @throws KnowledgeException when there are none
     */
    public static List<PatientFile> in(Path folder, ZonedDateTime asOf) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new KnowledgeException("There is no folder " + folder + ".");
        }
        try (Stream<Path> files = Files.find(
                folder, DEPTH, (file, attributes) -> attributes.isRegularFile() && isNamed(file.toString()))) {
            List<PatientFile> found = files.map(file ->
                            new PatientFile(folder, folder.relativize(file).toString(), asOf))
                    .sorted((one, other) -> one.name.compareTo(other.name))
                    .toList();
            if (found.isEmpty()) {
                throw new KnowledgeException("There is no file *" + SUFFIX + " in " + folder + ".");
            }
            return found;
        }
    }

    private static boolean isNamed(String file) {
        return file.endsWith(SUFFIX);
    }

    @Override
    public CaseInput input() throws IOException {
        return new CaseInput(
                ContentCase.PATIENT_VIEW,
                Files.readString(folder.resolve(name)),
                (ObjectNode) CaseJson.read("{}"),
                asOf,
                null,
                Map.of());
    }

    @Override
    public String toString() {
        return name;
    }
}
