package org.calcinosiscds.population;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.calcinosiscds.assess.PatientAssessments;

/**
 * The patients who are to be assessed.
 *
 * @param keys of the patients, ascending
 * @param sha256 of the file that names them
 */
record Subjects(List<String> keys, String sha256) {
    private static final String TYPE = "Patient/";

    /**
     * Reads a file with an id in each line.
     *
     * @throws IOException naming the line that is no id, and never what it holds
     */
    static Subjects read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("--subjects: there is no file " + file + ".");
        }
        TreeSet<String> keys = new TreeSet<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException("--subjects: " + file + " is not UTF-8.");
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String id = line.startsWith(TYPE) ? line.substring(TYPE.length()) : line;
            if (!line.isEmpty() && !PatientAssessments.isId(id)) {
                throw new IOException("--subjects: line " + (i + 1) + " of " + file
                        + " is not the id of a patient. One a line is expected.");
            }
            if (!line.isEmpty()) {
                keys.add(PatientAssessments.key(id));
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("--subjects: " + file + " names nobody.");
        }
        return new Subjects(List.copyOf(keys), Folder.sha256(file));
    }
}
