package org.calcinosiscds.cql;

import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.interpreter.ResolvedReferences;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.recognition.Recognition;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.opencds.cqf.cql.engine.model.ModelResolver;

/**
 * The knowledge base as the engine needs it: translated, resolved, checked. Immutable once made, shared by all threads.
 *
 * @param services the gathered expressions of each PlanDefinition, by its id
 */
record CompiledKnowledge(
        KnowledgeBase knowledge,
        Map<String, PlanDefinitionLogic> services,
        LibraryManager libraries,
        ResolvedReferences links,
        ModelResolver model,
        LocalTerminology terminology,
        Recognition recognition,
        PrecomputedDefines precomputed) {

    /** The same, with values of defines that are known before an evaluation. */
    CompiledKnowledge with(PrecomputedDefines found) {
        return new CompiledKnowledge(knowledge, services, libraries, links, model, terminology, recognition, found);
    }

    /** ELM of a library. */
    Library library(VersionedIdentifier identifier) {
        return Objects.requireNonNull(libraries.resolveLibrary(identifier).getLibrary());
    }
}
