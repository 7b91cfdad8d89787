package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the ValueSet files and the CodeSystem files of names from the tables of {@code src/terminology}.
 *
 * <p>Run from the top of the repository after {@code mvn test-compile}: {@code java -cp target/test-classes
 * org.calcinosiscds.terminology.TerminologyFiles src/terminology fhir-resources}. The same tables give the same bytes.
 * A fault in a table stops the run before anything is written.
 */
final class TerminologyFiles {
    private TerminologyFiles() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("Expected <tables> <fhir-resources>.");
        }
        Map<String, String> texts = texts(Path.of(args[0]));
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(Path.of(args[1], text.getKey()), text.getValue());
        }
        System.out.println("Wrote " + texts.size() + " files.");
    }

    /**
     * Text of each generated file, by folder and file name.
     *
     * @throws IllegalStateException when a table names an unknown group, set, code or ingredient
     */
    static Map<String, String> texts(Path tables) throws IOException {
        var names = new NameFiles(tables);
        var valueSets = new ValueSetFiles(tables, names);
        Map<String, String> texts = new TreeMap<>(valueSets.texts());
        texts.putAll(names.texts(valueSets.codesOf("name")));
        return texts;
    }
}
