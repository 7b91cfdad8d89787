package org.calcinosiscds.authoring.shortcase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;
import org.hl7.fhir.r4.model.Coding;

/**
 * Names of code systems in short cases, such as {@code SNOMED} in {@code SNOMED#31541009}. They stand in {@code code-systems.csv} beside
 * the cases.
 *
 * @param systems URI by name
 */
public record CodeSystemNames(Map<String, String> systems) {
    private static final String TABLE = "code-systems.csv";
    private static final Pattern CODE = Pattern.compile("([^\\s#]+)#([^\\s#]+)");

    /** @param cases folder of the cases; without the table only URIs name code systems */
    public static CodeSystemNames in(Path cases) throws IOException {
        Map<String, String> systems = new LinkedHashMap<>();
        if (Files.isRegularFile(cases.resolve(TABLE))) {
            for (Row row : CsvTable.rows(cases.resolve(TABLE))) {
                systems.put(row.cell("name"), row.cell("system"));
            }
        }
        return new CodeSystemNames(systems);
    }

    /** Whether a word has the form of a code. */
    static boolean isCode(String word) {
        return CODE.matcher(word).matches();
    }

    /**
     * @param word name or URI of the code system, {@code #} and the code
     * @throws IllegalArgumentException with a sentence when it has another form, or names no known system
     */
    Coding coding(String word) {
        Matcher code = CODE.matcher(word);
        if (!code.matches()) {
            throw new IllegalArgumentException("A code such as LOINC#17861-6 is expected in place of " + word + ".");
        }
        String name = code.group(1);
        String system = name.contains(":") ? name : systems.get(name);
        if (system == null) {
            throw new IllegalArgumentException("There is no code system " + name + " in " + TABLE + "; there are "
                    + String.join(", ", systems.keySet()) + ".");
        }
        return new Coding().setSystem(system).setCode(code.group(2));
    }

    /** URI of a name; the name itself when the table does not have it. */
    String uri(String name) {
        return systems.getOrDefault(name, name);
    }
}
