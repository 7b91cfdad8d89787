package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.Content;

/**
 * A resource of content, read from its text, so that it can be told of one with defects too.
 *
 * @param name type and id, such as {@code ValueSet-lab-phosphate}
 * @param url by which others name it; empty when it has none
 */
public record ResourceOutline(String name, String url) {
    private static final Pattern FILE = Pattern.compile(Content.RESOURCES + "[\\w-]+/([A-Z][A-Za-z]*-[\\w.-]+)\\.json");
    private static final Pattern URL = Pattern.compile("(?m)^ {2}\"url\"\\s*:\\s*\"([^\"]+)\"");

    /** @param texts of content by path */
    public static List<ResourceOutline> of(Map<String, String> texts) {
        List<ResourceOutline> resources = new ArrayList<>();
        new TreeMap<>(texts).forEach((path, text) -> {
            String name = nameOf(path);
            if (!name.isEmpty()) {
                Matcher url = URL.matcher(text);
                resources.add(new ResourceOutline(name, url.find() ? url.group(1) : ""));
            }
        });
        return resources;
    }

    /** Where a resource is named by its url, in CQL and in other resources. */
    public static List<LibraryOutline.Use> uses(Map<String, String> texts, String name) {
        String url = of(texts).stream()
                .filter(each -> each.name().equals(name))
                .map(ResourceOutline::url)
                .findFirst()
                .orElse("");
        List<LibraryOutline.Use> uses = new ArrayList<>();
        if (url.isEmpty()) {
            return uses;
        }
        Pattern named = Pattern.compile("[\"']" + Pattern.quote(url) + "[|\"']");
        new TreeMap<>(texts).forEach((path, text) -> {
            String source = path.startsWith(Content.CQL)
                    ? path.substring(Content.CQL.length()).replaceFirst("\\.cql$", "")
                    : nameOf(path);
            if (!source.isEmpty() && !source.equals(name) && text.contains(url)) {
                List<String> lines = text.lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    if (named.matcher(lines.get(i)).find()) {
                        uses.add(new LibraryOutline.Use(
                                source, i + 1, lines.get(i).strip()));
                    }
                }
            }
        });
        return uses;
    }

    private static String nameOf(String path) {
        Matcher file = FILE.matcher(path);
        return file.matches() ? file.group(1) : "";
    }
}
