package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Path;
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
        var valueSets = new ValueSetFiles(tables, systems, names);
        Map<String, String> texts = new TreeMap<>(valueSets.texts());
        texts.putAll(names.texts(valueSets.codesOf("name")));
        return texts;
    }
}
