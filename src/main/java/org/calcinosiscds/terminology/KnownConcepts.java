package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calcinosiscds.terminology.CsvTable.Row;

/** The codes of {@code codes.csv}, each of which two public sources have confirmed. */
public final class KnownConcepts {
    static final String CODES = "codes.csv";

    private final SourceSystems systems;
    private final Map<String, KnownConcept> concepts;

    private KnownConcepts(SourceSystems systems, Map<String, KnownConcept> concepts) {
        this.systems = systems;
        this.concepts = concepts;
    }

    /** A code with its display as the owner of the code system writes it. */
    public record KnownConcept(String system, String code, String display) {}

    /** @param tables folder of {@code codes.csv} and {@code code-systems.csv} */
    public static KnownConcepts of(Path tables) throws IOException {
        return of(SourceSystems.of(tables), CsvTable.rows(tables.resolve(CODES)));
    }

    /** @param codes rows of {@code codes.csv} */
    static KnownConcepts of(SourceSystems systems, List<Row> codes) {
        Map<String, KnownConcept> concepts = new HashMap<>();
        for (Row row : codes) {
            for (SourceSystem system : systems.ofUri(row.cell("system"))) {
                concepts.put(
                        system.uri() + "|" + row.cell("code"),
                        new KnownConcept(system.uri(), row.cell("code"), row.cell("display")));
            }
        }
        return new KnownConcepts(systems, concepts);
    }

    /**
     * @param code alias of the code system, a bar and the code, such as {@code loinc|2731-8}
     * @return nothing when the table does not have it
     */
    public Optional<KnownConcept> find(String code) {
        String alias = code.replaceFirst("\\|.*", "");
        return systems.has(alias)
                ? Optional.ofNullable(
                        concepts.get(systems.ofAlias(alias).get(0).uri() + code.substring(alias.length())))
                : Optional.empty();
    }
}
