package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.knowledge.KnowledgeException;

/** The ValueSet files and the CodeSystem files of names, from the tables of {@code src/terminology}. The same tables give the same bytes. */
public final class TerminologyFiles {
    private TerminologyFiles() {}

    /**
     * Text of each generated file, by folder and file name.
     *
     * @throws KnowledgeException when a table names an unknown group, set, code or ingredient
     */
    public static Map<String, String> texts(Path tables) throws IOException {
        var systems = SourceSystems.of(tables);
        var names = new NameFiles(tables, systems);
        var valueSets = new ValueSetTables(tables, systems, names);
        Map<String, String> texts = new TreeMap<>(new ValueSetFiles(valueSets).texts());
        texts.putAll(names.texts(valueSets.codesOf("name")));
        return texts;
    }

    /** What an author might have forgotten in the tables, such as a value set without codes; nothing of it stops the run. */
    public static List<TableException> warnings(Path tables) throws IOException {
        var systems = SourceSystems.of(tables);
        return new ValueSetTables(tables, systems, new NameFiles(tables, systems)).unexplainedEmpty();
    }
}
