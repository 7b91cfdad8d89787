package org.calcinosiscds.authoring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.cql.ContentLibraries;
import org.calcinosiscds.cql.LibraryTranslator;
import org.calcinosiscds.cql.TranslatorMessage;
import org.calcinosiscds.outcome.SimilarNames;

/**
 * Translates all libraries, those that are included first, and tells causes from consequences: an error in an expression that uses a
 * broken one follows from that.
 */
final class TranslationCheck {
    static final String FHIR_HELPERS = "FHIRHelpers";

    private static final Pattern UNKNOWN =
            Pattern.compile("Could not resolve identifier (.+) in (?:the current library|library (\\w+))\\.");

    /** What the translator says of a use; the define that is used has an error of its own. */
    private static final String BROKEN_USE = "because its definition contains errors";

    /** Middle of the key of a name that is declared nowhere, between library and name. */
    private static final String UNKNOWN_NAME = "unknown";

    private static final String NO_VERSION = "The library has no version.";

    private final Map<String, CqlText> libraries = new TreeMap<>();
    private final LibraryTranslator translator;
    private final UnknownCalls calls;
    private final MissingNames missing = new MissingNames(libraries);
    private final Set<String> visited = new LinkedHashSet<>();
    private final TranslationCauses causes = new TranslationCauses();
    private final BrokenNames broken = new BrokenNames(libraries);

    /**
     * @param sources CQL by the name of the library
     * @param translator that has translated nothing yet
     */
    TranslationCheck(Map<String, String> sources, LibraryTranslator translator) {
        this.translator = translator;
        this.calls = new UnknownCalls(libraries, translator);
        sources.forEach((name, text) -> libraries.put(name, new CqlText(name, text)));
    }

    /** Begins with what says which shape a rule has, so that a rule of another shape is reported before what follows from it. */
    void run() {
        if (libraries.containsKey(ContentLibraries.CARD_MERGING)) {
            translate(ContentLibraries.CARD_MERGING, new LinkedHashSet<>());
        }
        List.copyOf(libraries.keySet()).forEach(name -> translate(name, new LinkedHashSet<>()));
        causes.followInternalErrors();
        causes.changeAll((about, finding) ->
                about.get(1).equals(UNKNOWN_NAME) ? missing.atCause(about.get(0), about.get(2), finding) : finding);
    }

    List<Finding> causes() {
        return causes.findings();
    }

    /** What follows from the causes. */
    List<Finding> followUps() {
        return causes.followUps();
    }

    Map<String, CqlText> libraries() {
        return libraries;
    }

    LibraryTranslator translator() {
        return translator;
    }

    private void translate(String name, Set<String> path) {
        if (visited.contains(name)) {
            return;
        }
        CqlText library = Objects.requireNonNull(libraries.get(name));
        path.add(name);
        if (!library.declaredName().equals(name)) {
            String words = library.declaredName().isEmpty()
                    ? "No line says library " + name + " version '...'."
                    : "The library is called \"" + library.declaredName() + "\" and its file " + name + ".cql.";
            causes.add(List.of(name, ""), Finding.error(library.file(), library.declaration(), "CDS008", words));
        }
        if (library.version().isEmpty() && !library.declaredName().isEmpty() && !name.equals(FHIR_HELPERS)) {
            causes.add(version(library), Finding.warning(library.file(), library.declaration(), "CDS009", NO_VERSION));
        }
        library.includes().forEach(include -> include(library, include, path));
        path.remove(name);
        visited.add(name);
        List<TranslatorMessage> messages = translator.translate(name, library.text());
        Optional<Finding> syntax =
                SyntaxCause.of(library, messages).or(() -> SyntaxCause.missingContext(library, messages));
        if (syntax.isPresent()) {
            acceptSyntax(library, syntax.get(), messages);
            return;
        }
        RuleShape shape = RuleShape.of(translator.library(ContentLibraries.CARD_MERGING));
        translator
                .library(name)
                .ifPresent(elm -> shape.check(elm).forEach(finding -> {
                    List<String> about = List.of(name, String.valueOf(finding.line()), finding.message());
                    causes.add(about, finding);
                    broken.addMisshapen(List.of(name, library.defineAt(finding.line())), about);
                }));
        // Unknown names first: other messages about the same define often follow from them.
        messages.stream().filter(message -> isUnknown(message)).forEach(message -> accept(library, message));
        messages.stream().filter(message -> !isUnknown(message)).forEach(message -> accept(library, message));
    }

    /** What else the translator says of a library that it cannot parse, and of names that are from it, follows from that. */
    private void acceptSyntax(CqlText library, Finding finding, List<TranslatorMessage> messages) {
        List<String> about = List.of(library.name(), "");
        causes.put(about, finding.with(messages.size() - 1));
        messages.stream()
                .skip(1)
                .forEach(message -> causes.follow(Finding.error(
                        library.file(),
                        new SourcePosition(message.line(), message.column()),
                        "CDS011",
                        message.text())));
        library.names().keySet().forEach(define -> {
            broken.add(List.of(library.name(), define), about);
            broken.addMisshapen(List.of(library.name(), define), about);
        });
    }

    private void include(CqlText library, CqlText.Include include, Set<String> path) {
        CqlText included = libraries.get(include.library());
        String trouble = "";
        if (included == null) {
            trouble = "There is no library \"" + include.library() + "\" to include."
                    + SimilarNames.suggestion(include.library(), libraries.keySet());
        } else if (path.contains(include.library())) {
            trouble = "The library includes itself by way of \"" + include.library() + "\".";
        } else {
            translate(include.library(), path);
            if (!included.declaredName().equals(included.name())) {
                broken.add(List.of(library.name(), include.alias() + "."), List.of(included.name(), ""));
            } else if (included.version().isEmpty()
                    && !include.version().isEmpty()
                    && !include.library().equals(FHIR_HELPERS)) {
                includeWithoutVersion(library, include, included);
            } else if (include.version().isEmpty() && !included.version().isEmpty()) {
                causes.add(
                        List.of(library.name(), include.alias(), "version"),
                        Finding.warning(
                                library.file(),
                                include.position(),
                                "CDS010",
                                "\"" + include.library() + "\" is included without its version '" + included.version()
                                        + "'."));
            } else if (!include.library().equals(FHIR_HELPERS)
                    && !include.version().equals(included.version())) {
                trouble = "\"" + include.library() + "\" is included as version '" + include.version()
                        + "' and is version '" + included.version() + "'.";
            }
        }
        List<String> alias = List.of(library.name(), include.alias() + ".");
        if (!trouble.isEmpty()) {
            causes.add(alias, Finding.error(library.file(), include.position(), "CDS010", trouble));
            broken.add(alias, alias);
        }
    }

    private static List<String> version(CqlText library) {
        return List.of(library.name(), "version", "");
    }

    /** Each library that includes it by a version fails, so that it is no warning any more that there is none. */
    private void includeWithoutVersion(CqlText library, CqlText.Include include, CqlText included) {
        List<String> about = version(included);
        causes.change(
                about,
                cause -> Finding.error(included.file(), included.declaration(), "CDS009", NO_VERSION)
                        .with(cause.consequences()));
        String words = "\"" + include.library() + "\" is included as version '" + include.version() + "' and has none.";
        causes.add(about, Finding.error(library.file(), include.position(), "CDS010", words));
        broken.add(List.of(library.name(), include.alias() + "."), about);
    }

    private static boolean isUnknown(TranslatorMessage message) {
        return message.isError() && UNKNOWN.matcher(message.text()).matches();
    }

    private void accept(CqlText library, TranslatorMessage message) {
        SourcePosition position = new SourcePosition(message.line(), message.column());
        String define = library.defineAt(message.line());
        String words = (define.isEmpty() ? "" : "\"" + define + "\": ") + message.text();
        if (!message.isError()) {
            causes.add(
                    List.of(library.name(), position.toString(), message.text()),
                    Finding.warning(library.file(), position, "CDS013", words));
            return;
        }
        Matcher unknown = UNKNOWN.matcher(message.text());
        boolean isUnknown = unknown.matches() && !isInherited(library, unknown);
        List<String> key = List.of(library.name(), define);
        List<String> cause = isUnknown
                ? List.of(missing.owner(library, unknown).name(), UNKNOWN_NAME, unknown.group(1))
                : calls.missing(library, message)
                        .map(function -> List.of(function.get(0), UNKNOWN_NAME, function.get(1)))
                        .or(() -> broken.cause(library, define, message.line()))
                        .orElse(key);
        Optional<List<String>> plain = cause.equals(key)
                ? PlainDefine.usedIn(library, message, library.named(define), translator)
                : Optional.empty();
        if (plain.isPresent()) {
            cause = plain.get();
            acceptPlain(library, message, cause, words);
        } else if (isUnknown && causes.get(cause) == null) {
            causes.add(cause, missing.atUse(library, position, define, unknown));
        } else if (message.text().contains(BROKEN_USE) && causes.get(cause) == null && causes.hasErrors()) {
            causes.follow(Finding.error(library.file(), position, "CDS011", words));
        } else {
            causes.add(cause, calls.finding(library, message, define.isEmpty() ? "" : "\"" + define + "\": "));
        }
        broken.add(key, cause);
    }

    /** One use is reported where it is; when several stumble over the same define, the define is wrong. */
    private void acceptPlain(CqlText library, TranslatorMessage message, List<String> about, String words) {
        CqlText owner = Objects.requireNonNull(libraries.get(about.get(0)));
        int line = owner.names().getOrDefault(about.get(2), 0);
        Finding first = causes.get(about);
        if (first != null && !first.file().equals(owner.file())) {
            causes.follow(first);
            causes.put(about, PlainDefine.finding(owner, about.get(2), first));
        }
        String where = " \"" + about.get(2) + "\" is in " + owner.file() + " line " + line + ".";
        causes.add(
                about,
                Finding.error(
                        library.file(), new SourcePosition(message.line(), message.column()), "CDS011", words + where));
    }

    /** Whether a name is unknown only because what declares it has errors or could not be included. */
    private boolean isInherited(CqlText library, Matcher unknown) {
        CqlText owner = missing.owner(library, unknown);
        return owner.names().containsKey(unknown.group(1))
                || broken.contains(List.of(library.name(), unknown.group(1) + "."));
    }
}
