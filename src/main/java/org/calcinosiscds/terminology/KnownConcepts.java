package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.CsvTable.Row;

/** The codes of {@code codes.csv}, each of which two public sources have confirmed. */
public final class KnownConcepts {
    private final Map<String, KnownConcept> concepts;

    private KnownConcepts(Map<String, KnownConcept> concepts) {
        this.concepts = concepts;
    }

    /** A code with its display as the owner of the code system writes it. */
    public record KnownConcept(String system, String code, String display) {}

    /** @param tables folder of {@code codes.csv} */
    public static KnownConcepts of(Path tables) throws IOException {
        Map<String, KnownConcept> concepts = new HashMap<>();
        for (Row row : CsvTable.rows(tables.resolve("codes.csv"))) {
            for (SourceSystem system : SourceSystem.ofUri(row.cell("system"))) {
                concepts.put(
                        system.uri() + "|" + row.cell("code"),
                        new KnownConcept(system.uri(), row.cell("code"), row.cell("display")));
            }
        }
        return new KnownConcepts(concepts);
    }

    /**
     * @param code alias of the code system, a bar and the code, such as {@code loinc|2731-8}
     * @throws KnowledgeException when the table does not have it
     */
    public KnownConcept of(String code) {
        List<SourceSystem> systems = SourceSystem.ofAlias(code.substring(0, code.indexOf('|')));
        KnownConcept concept = concepts.get(systems.get(0).uri() + code.substring(code.indexOf('|')));
        if (concept == null) {
            throw new KnowledgeException("Not in codes.csv: " + code + ".");
        }
        return concept;
    }
}
