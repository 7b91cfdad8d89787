package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of one library, read by lines: what the translator does not tell about a library with errors. */
final class CqlText {
    private static final Pattern INCLUDE =
            Pattern.compile("^include\\s+\"?(\\w+)\"?(?:\\s+version\\s+'([^']*)')?(?:\\s+called\\s+\"?(\\w+)\"?)?");
    private static final Pattern NAME = Pattern.compile(
            "^(?:define(?:\\s+function)?|valueset|codesystem|code|concept|parameter)\\s+(?:\"([^\"]+)\"|(\\w+))");
    private static final Pattern LIBRARY = Pattern.compile("(?m)^library\\s+\"?(\\w+)\"?(?:\\s+version\\s+'([^']*)')?");
    private static final Pattern USED = Pattern.compile("(?:\\b(\\w+)\\.)?\"([^\"]+)\"");

    /**
     * An include.
     *
     * @param version empty when none is named
     */
    record Include(String library, String version, String alias, SourcePosition position) {}

    /** A name that is used, with the alias of its library; empty for this one. */
    record Use(String alias, String name) {}

    private final String name;
    private final String text;
    private final List<Include> includes;
    private final String declaredName;
    private final String version;

    CqlText(String name, String text) {
        this.name = name;
        this.text = text;
        this.includes = readIncludes(text);
        Matcher library = LIBRARY.matcher(text);
        boolean isDeclared = library.find();
        this.declaredName = isDeclared ? library.group(1) : "";
        this.version = isDeclared && library.group(2) != null ? library.group(2) : "";
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    String file() {
        return "cql/" + name + ".cql";
    }

    List<Include> includes() {
        return includes;
    }

    private static List<Include> readIncludes(String text) {
        List<Include> includes = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher include = INCLUDE.matcher(lines.get(i));
            if (lines.get(i).startsWith("include") && include.find()) {
                includes.add(new Include(
                        include.group(1),
                        include.group(2) == null ? "" : include.group(2),
                        include.group(3) == null ? include.group(1) : include.group(3),
                        new SourcePosition(i + 1, include.start(1) + 1)));
            }
        }
        return List.copyOf(includes);
    }

    /** Everything that the library declares, with its line. Functions of one name are one. */
    Map<String, Integer> names() {
        Map<String, Integer> names = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = NAME.matcher(lines.get(i));
            if (matcher.find()) {
                names.putIfAbsent(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), i + 1);
            }
        }
        return names;
    }

    /** Name as the library declares it; empty when there is no such line. */
    String declaredName() {
        return declaredName;
    }

    /** Empty when none is declared. */
    String version() {
        return version;
    }

    /** Where the library is declared; the whole file when it is not. */
    SourcePosition declaration() {
        Matcher library = LIBRARY.matcher(text);
        return library.find()
                ? new SourcePosition(
                        (int) text.substring(0, library.start())
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()
                                + 1,
                        1)
                : SourcePosition.FILE;
    }

    /** Whether a comment above the first definition says on what the library is based. */
    boolean namesItsSource() {
        return text.split("\\ndefine ", 2)[0].contains("Source:");
    }

    /**
     * Whether a comment accepts a finding with its reason, such as {@code // CDS052 accepted: the unit is that of the limit.}: on the line
     * itself or above it, up to the next empty line.
     */
    boolean accepts(String code, int line) {
        List<String> lines = text.lines().toList();
        for (int i = Math.min(line, lines.size()) - 1; i >= 0 && !lines.get(i).isBlank(); i--) {
            if (lines.get(i).matches(".*//\\s*" + code + " accepted: \\S.*")) {
                return true;
            }
        }
        return false;
    }

    /** Name of the define in which a line is; empty before the first. */
    String defineAt(int line) {
        return text.lines()
                .limit(line)
                .map(NAME::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                .reduce("", (before, name) -> name);
    }

    /** Quoted names between the lines of a declaration and of the next one. */
    Set<Use> uses(String define) {
        int start = names().getOrDefault(define, 0);
        int end = names().values().stream()
                .filter(line -> line > start)
                .min(Integer::compare)
                .orElse(Integer.MAX_VALUE);
        Set<Use> uses = new HashSet<>();
        List<String> lines = text.lines().toList();
        for (int i = Math.max(0, start - 1); i < Math.min(end - 1, lines.size()); i++) {
            Matcher use = USED.matcher(lines.get(i).replaceFirst("//.*", ""));
            while (use.find()) {
                uses.add(new Use(use.group(1) == null ? "" : use.group(1), use.group(2)));
            }
            Matcher alias = Pattern.compile("\\b(\\w+)\\.").matcher(lines.get(i));
            while (alias.find()) {
                uses.add(new Use(alias.group(1), ""));
            }
        }
        uses.remove(new Use("", define));
        return uses;
    }

    /** What a define names: library and name, or an alias of this library as such, with a full stop. */
    List<List<String>> named(String define) {
        Map<String, String> aliases = new TreeMap<>();
        includes().forEach(include -> aliases.put(include.alias(), include.library()));
        return uses(define).stream()
                .map(use -> use.name().isEmpty()
                        ? List.of(name, use.alias() + ".")
                        : List.of(use.alias().isEmpty() ? name : aliases.getOrDefault(use.alias(), "?"), use.name()))
                .toList();
    }

    /** All names and aliases, for suggestions. */
    Set<String> vocabulary() {
        Set<String> words = new TreeSet<>(names().keySet());
        includes().forEach(include -> words.add(include.alias()));
        return words;
    }
}
