package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.knowledge.KnowledgeException;

/**
 * The code systems of the tables.
 *
 * @param all in the order in which the files list them
 */
record SourceSystems(List<SourceSystem> all) {
    /** @param tables folder of {@code code-systems.csv} */
    static SourceSystems of(Path tables) throws IOException {
        return new SourceSystems(CsvTable.rows(tables.resolve("code-systems.csv")).stream()
                .map(SourceSystem::of)
                .toList());
    }

    /** Systems of one alias: ICD-10-GM, OPS, ATC and EDQM have two URIs for the same codes. */
    List<SourceSystem> ofAlias(String alias) {
        List<SourceSystem> systems =
                all.stream().filter(system -> system.alias().equals(alias)).toList();
        if (systems.isEmpty()) {
            throw new KnowledgeException("There is no code system " + alias + " in code-systems.csv.");
        }
        return systems;
    }

    boolean has(String alias) {
        return aliases().contains(alias);
    }

    Set<String> aliases() {
        return all.stream().map(SourceSystem::alias).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Systems that hold the codes given under one URI; none when no value set uses the system. */
    List<SourceSystem> ofUri(String uri) {
        return all.stream()
                .filter(system -> system.uri().equals(uri))
                .findFirst()
                .map(system -> ofAlias(system.alias()))
                .orElse(List.of());
    }
}
