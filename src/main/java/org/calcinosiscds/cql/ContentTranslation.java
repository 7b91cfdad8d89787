package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;

/** The translation of all CQL of a knowledge base, which fails for every error and every warning. */
final class ContentTranslation {
    private final CqlSources sources;
    private final LibraryTranslator translator;
    private final List<String> defects = new ArrayList<>();

    /** Libraries with defects and those that include them, whose messages would only follow from these. */
    private final Set<String> broken = new HashSet<>();

    private ContentTranslation(CqlSources sources, TranslationStore store) {
        this.sources = sources;
        this.translator = new LibraryTranslator(store);
    }

    /** @throws KnowledgeException with library, line, column, define and message of each defect */
    static LibraryManager of(CqlSources sources, TranslationStore store) {
        return TranslatorTracking.withoutCleanUp(() -> new ContentTranslation(sources, store).translate());
    }

    private LibraryManager translate() {
        Map<String, String> cql = sources.cql();
        Set<String> order = new LinkedHashSet<>();
        new TreeSet<>(cql.keySet()).forEach(name -> addWithIncluded(name, cql, order, new TreeSet<>()));
        order.forEach(name -> translate(name, Objects.requireNonNull(cql.get(name))));
        sources.libraries().forEach(this::checkVersion);
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
        return translator.libraries();
    }

    private static void addWithIncluded(String name, Map<String, String> cql, Set<String> order, Set<String> path) {
        String source = cql.get(name);
        if (source != null && !order.contains(name) && path.add(name)) {
            LibraryTranslator.includes(source).forEach(included -> addWithIncluded(included, cql, order, path));
            order.add(name);
        }
    }

    private void translate(String name, String source) {
        if (LibraryTranslator.includes(source).stream().anyMatch(broken::contains)) {
            broken.add(name);
            return;
        }
        List<TranslatorMessage> messages = translator.translate(name, source);
        if (!messages.isEmpty()) {
            broken.add(name);
            messages.forEach(message -> defects.add(describe(name, source, message)));
        }
    }

    /** Others include the library by the version that the text has, and the service finds it by that of its resource. */
    private void checkVersion(VersionedIdentifier named) {
        String name = String.valueOf(named.getId());
        String version = translator
                .library(name)
                .map(Library::getIdentifier)
                .map(VersionedIdentifier::getVersion)
                .orElse(null);
        if (!broken.contains(name) && !Objects.equals(named.getVersion(), version)) {
            defects.add(name + ": the resource has version " + named.getVersion() + " and the CQL " + version + ".");
        }
    }

    private static String describe(String name, String source, TranslatorMessage message) {
        return message.line() == 0
                ? name + ": " + message.text()
                : name + " line " + message.line() + " column " + message.column() + define(source, message.line())
                        + ": " + message.text();
    }

    /** The define that a line belongs to: the last one that begins at or above it. */
    private static String define(String source, int line) {
        String[] lines = source.split("\n", -1);
        for (int i = Math.min(line, lines.length) - 1; i >= 0; i--) {
            if (lines[i].startsWith("define ")) {
                return " in " + lines[i].replaceFirst("^define (function )?(\"[^\"]*\").*$", "$2");
            }
        }
        return "";
    }
}
