package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The declarations of one library as texts without comments and layout, for telling what has changed.
 *
 * @param texts by library and name; what stands before the first declaration by an empty name
 * @param uses what each declaration names
 */
record DefinitionTexts(Map<Definitions.Key, String> texts, Map<Definitions.Key, Set<Definitions.Key>> uses) {
    private static final Pattern COMMENT =
            Pattern.compile("(?s)('(?:\\\\.|[^'\\\\])*'|\"[^\"]*\")|/\\*.*?\\*/|//[^\\n]*");
    private static final Pattern DECLARATION = Pattern.compile(
            "(?m)^(?:define(?:\\s+(?:fluent\\s+)?function)?|valueset|codesystem|code|concept|parameter)\\s+(?:\"([^\"]+)\"|(\\w+))");
    private static final Pattern NAMED = Pattern.compile("'(?:\\\\.|[^'\\\\])*'|(?:\\b(\\w+)\\.)?\"([^\"]+)\"");

    /** @param file such as {@code cql/KidneyDisease.cql} */
    static DefinitionTexts of(String file, String cql) {
        String library = file.replaceFirst("^.*/", "").replaceFirst("\\.cql$", "");
        Map<String, String> aliases = new HashMap<>();
        new CqlText(library, cql).includes().forEach(include -> aliases.put(include.alias(), include.library()));
        String text = COMMENT.matcher(cql)
                .replaceAll(part -> part.group(1) == null ? " " : Matcher.quoteReplacement(part.group(1)));
        Map<Definitions.Key, String> texts = new LinkedHashMap<>();
        Matcher declaration = DECLARATION.matcher(text);
        Definitions.Key key = new Definitions.Key(library, "");
        int start = 0;
        while (declaration.find()) {
            add(texts, key, text.substring(start, declaration.start()));
            start = declaration.start();
            key = new Definitions.Key(
                    library, declaration.group(1) == null ? declaration.group(2) : declaration.group(1));
        }
        add(texts, key, text.substring(start));
        Map<Definitions.Key, Set<Definitions.Key>> uses = new HashMap<>();
        texts.forEach((user, body) -> uses.put(user, named(body, library, aliases)));
        return new DefinitionTexts(texts, uses);
    }

    /** Functions of one name are one. */
    private static void add(Map<Definitions.Key, String> texts, Definitions.Key key, String text) {
        texts.merge(key, text.replaceAll("\\s+", " ").strip(), (one, other) -> one + " " + other);
    }

    private static Set<Definitions.Key> named(String text, String library, Map<String, String> aliases) {
        Set<Definitions.Key> keys = new HashSet<>();
        Matcher name = NAMED.matcher(text);
        while (name.find()) {
            if (name.group(2) != null) {
                keys.add(new Definitions.Key(
                        name.group(1) == null ? library : aliases.getOrDefault(name.group(1), library), name.group(2)));
            }
        }
        return keys;
    }

    /** Declarations whose text has a canonical. */
    Set<Definitions.Key> naming(String url) {
        Set<Definitions.Key> keys = new HashSet<>();
        texts.forEach((key, text) -> {
            if (text.contains("'" + url + "'")) {
                keys.add(key);
            }
        });
        return keys;
    }
}
