package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.knowledge.ExpressionException;
import org.calcinosiscds.knowledge.ExpressionException.Defect;
import org.cqframework.cql.cql2elm.CqlCompiler;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Translates an expression of an author on top of the knowledge base. The knowledge base itself is translated anew once, because ELM
 * that was read from a file does not tell the translator what may be called.
 */
final class AuthoredExpressions {
    static final VersionedIdentifier LIBRARY =
            new VersionedIdentifier().withId("AuthoredExpression").withVersion("0.0.0");
    static final String NAME = "return";

    /** Names of the model and retrieves such as {@code [Condition]}; an interval or an index has something before the bracket. */
    private static final Pattern NEEDS_MODEL =
            Pattern.compile("\\bFHIR(?:Helpers)?\\s*\\.|(?<![\\w\"')}\\]])\\s*\\[\\s*[A-Z]\\w*\\s*[\\]:]");

    private static final Pattern PLACE = Pattern.compile(" in library (\\w+), line (\\d+), column (\\d+)");
    private static final int MAX_REASON_LENGTH = 500;

    private final CompiledKnowledge compiled;
    private @Nullable LibraryManager translated;

    AuthoredExpressions(CompiledKnowledge compiled) {
        this.compiled = compiled;
    }

    /** For libraries that were translated in this process, and need not be translated anew. */
    static AuthoredExpressions ofTranslated(CompiledKnowledge compiled) {
        AuthoredExpressions authored = new AuthoredExpressions(compiled);
        authored.translated = compiled.libraries();
        return authored;
    }

    /** Translates the knowledge base, so that the first author does not wait for it. */
    synchronized LibraryManager prepare() {
        if (translated == null) {
            translated = ContentTranslation.of(CqlSources.of(compiled.knowledge()), TranslationStore.ofProcess());
        }
        return translated;
    }

    /**
     * The knowledge base with the expression as a define in a library of its own.
     *
     * @param scope names or canonicals of the libraries that the expression can name; empty for all
     * @param isAboutPatient whether there is a patient; without one an expression that names neither FHIR nor a library has no model
     * @throws ExpressionException with each error of the translator, or the limit that the expression is over
     */
    synchronized CompiledKnowledge with(String expression, List<String> scope, boolean isAboutPatient) {
        ExpressionLimits.checkText(expression);
        List<String> included = included(scope);
        boolean hasModel = isAboutPatient || !scope.isEmpty() || namesModel(expression);
        Map<VersionedIdentifier, CompiledLibrary> libraries = Translation.librariesById();
        libraries.putAll(prepare().getCompiledLibraries());
        // In one line: the expression begins in line 2, column 1.
        String source = (hasModel ? head(included) : head()) + "\n" + expression + "\n";
        LibraryManager manager = Translation.manager(libraries);
        CqlCompiler compiler = new CqlCompiler(null, LIBRARY, manager);
        try {
            TranslatorTracking.alone(() -> compiler.run(source));
        } catch (RuntimeException | StackOverflowError e) {
            if (compiler.getExceptions().isEmpty()) {
                throw new ExpressionException(List.of(new Defect(1, 1, "The expression could not be translated.")));
            }
        }
        List<Defect> defects = compiler.getExceptions().stream()
                .filter(message -> message.getSeverity() == CqlCompilerException.ErrorSeverity.Error)
                .map(AuthoredExpressions::defect)
                .toList();
        if (!defects.isEmpty()) {
            throw new ExpressionException(defects);
        }
        libraries.put(LIBRARY, Objects.requireNonNull(compiler.getCompiledLibrary()));
        ExpressionLimits.check(new LibraryResolver(manager).resolve(LIBRARY), 1);
        return compiled.with(manager);
    }

    /** Whether a failure is in an author's expression, who may see the reason: the data are synthetic. */
    static boolean isOf(VersionedIdentifier library) {
        return String.valueOf(LIBRARY.getId()).equals(library.getId());
    }

    /** @param location as {@link Evaluation} writes it; empty when the engine names none */
    static ExpressionException failure(Throwable cause, String location) {
        String reason = cause.getClass().getSimpleName()
                + (cause.getMessage() == null
                        ? ""
                        : ": " + cause.getMessage().replaceAll("\\s+", " ").strip());
        reason = reason.length() > MAX_REASON_LENGTH ? reason.substring(0, MAX_REASON_LENGTH) + " ..." : reason;
        Matcher known = PLACE.matcher(location);
        if (!known.find()) {
            return new ExpressionException(List.of(new Defect(1, 1, reason)));
        }
        return new ExpressionException(List.of(
                known.group(1).equals(LIBRARY.getId())
                        ? new Defect(
                                Math.max(1, Integer.parseInt(known.group(2)) - 1),
                                Math.max(1, Integer.parseInt(known.group(3))),
                                reason)
                        : new Defect(1, 1, reason + location + ".")));
    }

    private boolean namesModel(String expression) {
        return NEEDS_MODEL.matcher(expression).find()
                || compiled.knowledge().libraries().keySet().stream()
                        .anyMatch(name -> Pattern.compile("\\b" + Pattern.quote(name) + "\"?\\s*\\.")
                                .matcher(expression)
                                .find());
    }

    private List<String> included(List<String> scope) {
        List<String> names = new ArrayList<>();
        for (String each : scope) {
            String canonical = each.replaceFirst("\\|.*", "");
            names.add(compiled.knowledge().libraries().values().stream()
                    .filter(library -> canonical.equals(library.getName()) || canonical.equals(library.getUrl()))
                    .map(org.hl7.fhir.r4.model.Library::getName)
                    .findFirst()
                    .orElseThrow(() -> new ExpressionException(
                            List.of(new Defect(1, 1, "There is no such library to include.")))));
        }
        return scope.isEmpty()
                ? List.copyOf(new TreeSet<>(compiled.knowledge().libraries().keySet()))
                : names.stream().distinct().toList();
    }

    private static String head() {
        return "library %s version '%s' define \"%s\":".formatted(LIBRARY.getId(), LIBRARY.getVersion(), NAME);
    }

    private String head(List<String> included) {
        StringBuilder head = new StringBuilder(
                "library %s version '%s' using FHIR version '4.0.1'".formatted(LIBRARY.getId(), LIBRARY.getVersion()));
        head.append(" include FHIRHelpers version '4.0.1' called FHIRHelpers");
        included.forEach(name -> head.append(" include %s version '%s' called %s"
                .formatted(
                        name,
                        Objects.requireNonNull(compiled.knowledge().libraries().get(name))
                                .getVersion(),
                        name)));
        return head.append(" context Patient define \"")
                .append(NAME)
                .append("\":")
                .toString();
    }

    private static Defect defect(CqlCompilerException message) {
        var location = message.getLocator();
        return location == null
                ? new Defect(1, 1, String.valueOf(message.getMessage()))
                : new Defect(
                        Math.max(1, location.getStartLine() - 1),
                        Math.max(1, location.getStartChar()),
                        String.valueOf(message.getMessage()));
    }
}
