package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.knowledge.Content;

/** Codes and keys that a list lacks: one that several files name is reported once, at the list, and one that a single file names there. */
final class MissingCodes {
    private final TranslationCheck translation;
    private final ContentResources resources;
    private final Map<Entry, List<Finding>> uses = new LinkedHashMap<>();

    /**
     * What a list lacks.
     *
     * @param list such as {@code CodeSystem/orderable}, or a define as {@code CardMerging."Problems"}
     */
    private record Entry(String list, String code) {}

    MissingCodes(TranslationCheck translation, ContentResources resources) {
        this.translation = translation;
        this.resources = resources;
    }

    static String codeSystem(String name) {
        return "CodeSystem/" + name;
    }

    static String define(String library, String name) {
        return library + ".\"" + name + '"';
    }

    /**
     * Takes a finding about a use.
     *
     * @param list as {@link #codeSystem} or {@link #define} gives it
     */
    void add(String list, String code, Finding use) {
        uses.computeIfAbsent(new Entry(list, code), key -> new ArrayList<>()).add(use);
    }

    /** To be called after all uses were added. */
    void report(List<Finding> findings, List<Finding> followUps) {
        uses.forEach((entry, all) -> {
            Optional<Finding> cause =
                    all.stream().map(Finding::file).distinct().count() > 1 ? cause(entry, all) : Optional.empty();
            cause.ifPresentOrElse(
                    found -> {
                        findings.add(found.with(all.size()));
                        followUps.addAll(all);
                    },
                    () -> findings.addAll(all));
        });
    }

    private Optional<Finding> cause(Entry entry, List<Finding> all) {
        Finding first = all.get(0);
        long files = all.stream().map(Finding::file).distinct().count();
        String words =
                "'" + entry.code() + "' is missing in " + entry.list() + "; " + all.size() + " places in " + files
                        + " files name it, first "
                        + first.file() + " line " + first.line() + ".";
        if (entry.list().startsWith("CodeSystem/")) {
            String file = Content.RESOURCES + "code-system/" + entry.list().replace('/', '-') + ".json";
            SourcePosition position = resources.text(file).at("concept");
            return position.equals(SourcePosition.FILE)
                    ? Optional.empty()
                    : Optional.of(Finding.error(file, position, first.code(), words));
        }
        String library = entry.list().replaceFirst("\\..*", "");
        return translation.translator().library(library).stream()
                .flatMap(found -> LibraryResolver.definitions(found).stream())
                .filter(each -> define(library, String.valueOf(each.getName())).equals(entry.list()))
                .map(each -> Finding.error("cql/" + library + ".cql", SourcePosition.of(each), first.code(), words))
                .findFirst();
    }
}
