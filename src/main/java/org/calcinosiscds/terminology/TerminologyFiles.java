package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.CsvTable.Row;

/** The ValueSet files and the CodeSystem files of names, from the tables of {@code src/terminology}. The same tables give the same bytes. */
public final class TerminologyFiles {
    private final NameFiles names;
    private final ValueSetTables valueSets;
    private final KnownConcepts concepts;

    private TerminologyFiles(NameFiles names, ValueSetTables valueSets, KnownConcepts concepts) {
        this.names = names;
        this.valueSets = valueSets;
        this.concepts = concepts;
    }

    /** @throws KnowledgeException when a table is defective */
    public static TerminologyFiles of(Path tables) throws IOException {
        var systems = SourceSystems.of(tables);
        var names = new NameFiles(tables, systems);
        List<Row> codes = CsvTable.rows(tables.resolve(KnownConcepts.CODES));
        return new TerminologyFiles(
                names, new ValueSetTables(tables, systems, names, codes), KnownConcepts.of(systems, codes));
    }

    /**
     * Text of each generated file, by folder and file name.
     *
     * @throws KnowledgeException when a table names an unknown group, set, code or ingredient
     */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>(new ValueSetFiles(valueSets).texts());
        texts.putAll(names.texts(valueSets.codesOf("name")));
        return texts;
    }

    /** What an author might have forgotten in the tables, such as a value set without codes; nothing of it stops the run. */
    public List<TableException> warnings() {
        return valueSets.unexplainedEmpty();
    }

    /** The verified codes of the tables. */
    public KnownConcepts concepts() {
        return concepts;
    }
}
