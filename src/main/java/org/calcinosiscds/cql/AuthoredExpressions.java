package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.ResolvedReferences;
import org.calcinosiscds.knowledge.ExpressionException;
import org.calcinosiscds.knowledge.ExpressionException.Defect;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Translates an expression of an author on top of the knowledge base. The knowledge base itself is translated anew for the first one,
 * because ELM that was read from a file does not tell the translator what may be called.
 */
final class AuthoredExpressions {
    static final VersionedIdentifier LIBRARY =
            new VersionedIdentifier().withId("AuthoredExpression").withVersion("0.0.0");
    static final String NAME = "return";

    private final CompiledKnowledge compiled;
    private @Nullable Translated translated;

    private record Translated(LibraryManager libraries, ResolvedReferences links) {
        static Translated of(LibraryManager libraries) {
            return new Translated(libraries, ResolvedReferences.of(libraries));
        }
    }

    AuthoredExpressions(CompiledKnowledge compiled) {
        this.compiled = compiled;
    }

    /**
     * The knowledge base with the expression as a define in a library of its own.
     *
     * @throws ExpressionException with each error of the translator, or the limit that the expression is over
     */
    synchronized CompiledKnowledge with(String expression) {
        ExpressionLimits.checkText(expression);
        if (translated == null) {
            translated = Translated.of(CqlSources.of(compiled.knowledge()).translate());
        }
        Map<VersionedIdentifier, CompiledLibrary> libraries = Translation.librariesById();
        libraries.putAll(translated.libraries().getCompiledLibraries());
        String head = head();
        Map<String, String> source = Map.of(String.valueOf(LIBRARY.getId()), head + expression + "\n");
        LibraryManager manager = new Translation(source, libraries).manager();
        List<CqlCompilerException> messages = new ArrayList<>();
        try {
            manager.resolveLibrary(LIBRARY, messages);
        } catch (RuntimeException | StackOverflowError e) {
            if (messages.isEmpty()) {
                throw new ExpressionException(List.of(new Defect(1, 1, "The expression could not be translated.")));
            }
        }
        int before = head.split("\n", -1).length - 1;
        List<Defect> defects = messages.stream()
                .filter(message -> message.getSeverity() == CqlCompilerException.ErrorSeverity.Error)
                .map(message -> defect(message, before))
                .toList();
        if (!defects.isEmpty()) {
            throw new ExpressionException(defects);
        }
        Library authored = new LibraryResolver(manager).resolve(LIBRARY);
        ExpressionLimits.check(authored, before);
        return new CompiledKnowledge(
                compiled.knowledge(),
                compiled.services(),
                manager,
                translated.links().and(authored, manager),
                compiled.model(),
                compiled.terminology(),
                compiled.recognition(),
                PrecomputedDefines.NONE);
    }

    private String head() {
        StringBuilder head = new StringBuilder("library %s version '%s'\nusing FHIR version '4.0.1'\n"
                .formatted(LIBRARY.getId(), LIBRARY.getVersion()));
        head.append("include FHIRHelpers version '4.0.1' called FHIRHelpers\n");
        new TreeMap<>(compiled.knowledge().libraries())
                .forEach((name, library) ->
                        head.append("include %s version '%s' called %s\n".formatted(name, library.getVersion(), name)));
        return head.append("context Patient\ndefine \"")
                .append(NAME)
                .append("\":\n")
                .toString();
    }

    private static Defect defect(CqlCompilerException message, int before) {
        var place = message.getLocator();
        return place == null
                ? new Defect(1, 1, String.valueOf(message.getMessage()))
                : new Defect(
                        Math.max(1, place.getStartLine() - before),
                        Math.max(1, place.getStartChar()),
                        String.valueOf(message.getMessage()));
    }
}
