package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.PlanDefinition;

/**
 * All CQL of a knowledge base: its libraries and what its PlanDefinitions say.
 *
 * @param cql library name to source
 * @param libraries what is translated, with versions
 */
record CqlSources(
        Map<String, String> cql, List<VersionedIdentifier> libraries, Map<String, PlanDefinitionLogic> services) {
    static CqlSources of(KnowledgeBase knowledge) {
        Map<String, PlanDefinitionLogic> services = new LinkedHashMap<>();
        Map<String, String> cql = new HashMap<>(knowledge.cql());
        List<VersionedIdentifier> libraries = new ArrayList<>();
        knowledge
                .libraries()
                .forEach((name, library) ->
                        libraries.add(new VersionedIdentifier().withId(name).withVersion(library.getVersion())));
        for (PlanDefinition plan : knowledge.plans().values()) {
            PlanDefinitionLogic expressions = PlanDefinitionLogic.of(plan, knowledge);
            services.put(plan.getIdPart(), expressions);
            cql.put(expressions.library().getId(), expressions.source());
            libraries.add(expressions.library());
        }
        return new CqlSources(Map.copyOf(cql), List.copyOf(libraries), Collections.unmodifiableMap(services));
    }
}
