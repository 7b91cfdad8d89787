package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.recognition.Recognition;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.opencds.cqf.cql.engine.fhir.model.R4FhirModelResolver;
import org.opencds.cqf.cql.engine.model.CachingModelResolverDecorator;
import org.opencds.cqf.cql.engine.model.ModelResolver;

/** Makes the knowledge base ready for the engine: translates it, or takes what the build translated, resolves and checks it. */
final class KnowledgeCompiler {
    /** Of the classes of a context, which take tenths of a second to read: the same for all versions of the content. */
    private static final Map<FhirContext, ModelResolver> MODELS = new ConcurrentHashMap<>();

    private KnowledgeCompiler() {}

    /** @throws KnowledgeException listing every defect with its location */
    static CompiledKnowledge compile(KnowledgeBase knowledge, FhirContext fhir) {
        forgetTheMachine();
        return compileInSharedJvm(knowledge, fhir);
    }

    /** The same, and the time zone and the language of the JVM stay. */
    static CompiledKnowledge compileInSharedJvm(KnowledgeBase knowledge, FhirContext fhir) {
        CqlSources sources = CqlSources.of(knowledge);
        return compile(
                knowledge,
                new Recognition(knowledge),
                fhir,
                sources,
                () -> PrecompiledElm.read(sources.cql())
                        .orElseGet(() -> ContentTranslation.of(sources, TranslationStore.ofProcess())));
    }

    /** The same from the CQL itself, as authors need it: ELM of the build does not tell the translator what may be called. */
    static CompiledKnowledge compile(KnowledgeBase knowledge, FhirContext fhir, TranslationStore store) {
        return compile(knowledge, new Recognition(knowledge), fhir, store);
    }

    /** The same where what the resources recognise is known. */
    static CompiledKnowledge compile(
            KnowledgeBase knowledge, Recognition recognition, FhirContext fhir, TranslationStore store) {
        forgetTheMachine();
        CqlSources sources = CqlSources.of(knowledge);
        return compile(knowledge, recognition, fhir, sources, () -> ContentTranslation.of(sources, store));
    }

    private static CompiledKnowledge compile(
            KnowledgeBase knowledge,
            Recognition recognition,
            FhirContext fhir,
            CqlSources sources,
            Supplier<LibraryManager> translation) {
        LibraryManager libraries = translation.get();
        CompiledKnowledge compiled = new CompiledKnowledge(
                knowledge,
                sources.services(),
                libraries,
                MODELS.computeIfAbsent(
                        fhir, context -> new CachingModelResolverDecorator(new R4FhirModelResolver(context))),
                new LocalTerminology(knowledge.valueSets()),
                recognition);
        new KnowledgeCheck(compiled).check();
        return compiled;
    }

    /**
     * The engine reads a time without a zone in the zone of the JVM and changes case in its language; neither may
     * change an answer. Every way to start the service passes here.
     */
    private static void forgetTheMachine() {
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        Locale.setDefault(Locale.ROOT);
    }
}
