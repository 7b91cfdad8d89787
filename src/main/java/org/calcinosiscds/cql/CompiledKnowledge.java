package org.calcinosiscds.cql;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.elm.DefinitionIndex;
import org.calcinosiscds.cql.interpreter.Program;
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
 * @param program the libraries, ready to be evaluated
 * @param texts of their conditions
 * @param definitions of the libraries
 */
record CompiledKnowledge(
        KnowledgeBase knowledge,
        Map<String, PlanDefinitionLogic> services,
        LibraryManager libraries,
        ModelResolver model,
        LocalTerminology terminology,
        Recognition recognition,
        Program program,
        ConditionTexts texts,
        DefinitionIndex definitions) {
    /** URI of the data model of records. */
    static final String FHIR = "http://hl7.org/fhir";

    CompiledKnowledge(
            KnowledgeBase knowledge,
            Map<String, PlanDefinitionLogic> services,
            LibraryManager libraries,
            ModelResolver model,
            LocalTerminology terminology,
            Recognition recognition) {
        this(
                knowledge,
                services,
                libraries,
                model,
                terminology,
                recognition,
                Program.of(libraries, FHIR, model, terminology),
                new ConditionTexts(withPlans(knowledge.cql(), services)),
                new DefinitionIndex(libraries));
    }

    private static Map<String, String> withPlans(Map<String, String> cql, Map<String, PlanDefinitionLogic> services) {
        Map<String, String> all = new HashMap<>(cql);
        services.values()
                .forEach(service -> all.put(String.valueOf(service.library().getId()), service.source()));
        return all;
    }

    /** The same, with other libraries. */
    CompiledKnowledge with(LibraryManager others) {
        return new CompiledKnowledge(knowledge, services, others, model, terminology, recognition);
    }

    /** The same, with other value sets. */
    CompiledKnowledge with(LocalTerminology other) {
        return new CompiledKnowledge(knowledge, services, libraries, model, other, recognition);
    }

    /** ELM of a library. */
    Library library(VersionedIdentifier identifier) {
        return Objects.requireNonNull(libraries.resolveLibrary(identifier).getLibrary());
    }
}
