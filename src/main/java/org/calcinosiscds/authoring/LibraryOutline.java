package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a library declares and includes, read from its text, so that it can be told of a library with errors too.
 *
 * @param names in the order of the text; functions of one name stand for themselves
 */
public record LibraryOutline(String library, List<Included> includes, List<Declared> names) {
    private static final Pattern DECLARATION = Pattern.compile(
            "(?m)^(define|valueset|codesystem|code|concept|parameter)"
                    + "(?:\\s+(?:public|private))?(?:\\s+fluent)?(\\s+function)?\\s+(?:\"([^\"]+)\"|(\\w+))(\\([^)]*\\))?");

    /** A library under the name that it is used by. */
    public record Included(String alias, String library) {}

    /**
     * A name.
     *
     * @param kind {@code define}, {@code function}, or the word that declares it
     * @param line from 1
     * @param operands of a function in brackets; empty for everything else
     */
    public record Declared(String name, String kind, int line, String operands) {}

    /**
     * A place where a name is used.
     *
     * @param line from 1
     * @param text of the line
     */
    public record Use(String library, int line, String text) {}

    /** @param sources CQL by the name of the library */
    public static List<LibraryOutline> of(Map<String, String> sources) {
        return new TreeMap<>(sources)
                .entrySet().stream()
                        .map(each -> of(new CqlText(each.getKey(), each.getValue())))
                        .toList();
    }

    private static LibraryOutline of(CqlText text) {
        List<Declared> names = new ArrayList<>();
        Matcher declaration = DECLARATION.matcher(text.text());
        int line = 1;
        int counted = 0;
        while (declaration.find()) {
            line += (int) text.text()
                    .substring(counted, declaration.start())
                    .chars()
                    .filter(each -> each == '\n')
                    .count();
            counted = declaration.start();
            boolean isFunction = declaration.group(2) != null;
            names.add(new Declared(
                    declaration.group(3) == null ? declaration.group(4) : declaration.group(3),
                    isFunction ? "function" : declaration.group(1),
                    line,
                    isFunction && declaration.group(5) != null
                            ? declaration.group(5).replaceAll("\\s+", " ")
                            : ""));
        }
        return new LibraryOutline(
                text.name(),
                text.includes().stream()
                        .map(include -> new Included(include.alias(), include.library()))
                        .toList(),
                names);
    }

    /** Where a name of a library is used, in its own text and in those that include it; comments are left out. */
    public static List<Use> uses(Map<String, String> sources, String library, String name) {
        List<Use> uses = new ArrayList<>();
        new TreeMap<>(sources).forEach((each, text) -> {
            CqlText source = new CqlText(each, text);
            String quoted = "(?:\"" + Pattern.quote(name) + "\"|\\b" + Pattern.quote(name) + "\\b)";
            if (each.equals(library)) {
                find(source, Pattern.compile("(?<![.\\w])" + quoted), uses);
            }
            source.includes().stream()
                    .filter(include -> include.library().equals(library))
                    .forEach(include ->
                            find(source, Pattern.compile("(?<!\\w)\"?" + include.alias() + "\"?\\." + quoted), uses));
        });
        return uses;
    }

    private static void find(CqlText source, Pattern use, List<Use> uses) {
        List<String> lines = source.text().lines().toList();
        boolean isComment = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean begins = line.stripLeading().startsWith("/*");
            isComment = isComment || begins;
            if (!isComment
                    && use.matcher(line.replaceFirst("//.*", "").replaceAll("'[^']*'", "''"))
                            .find()) {
                uses.add(new Use(source.name(), i + 1, line.strip()));
            }
            isComment = isComment && !line.contains("*/");
        }
    }
}
