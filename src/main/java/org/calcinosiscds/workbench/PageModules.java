package org.calcinosiscds.workbench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * Libraries of the page as their jars of Maven Central hold them. Modules import one another by the names of their libraries, which a
 * browser finds only with an import map, and that would be an inline script: the names are replaced by addresses instead.
 */
final class PageModules {
    /** Where the jar of a library for browsers says which of its files is its module. */
    private static final String IMPORT_MAP = "META-INF/importmap.json";

    /** Folder of the class path that the addresses of import maps begin in. */
    private static final String STATIC_FILES = "META-INF/resources";

    private static final String FOLDER = "vendor/";
    private static final Pattern IMPORT = Pattern.compile("(\\b(?:from|import)\\s*)([\"'])(@?[a-z][\\w./-]*)\\2");

    /** Places of modules on the class path by the name of their library. */
    private final Map<String, String> places;

    private PageModules(Map<String, String> places) {
        this.places = places;
    }

    static PageModules ofClassPath(JsonMapper json) throws IOException {
        Map<String, String> places = new HashMap<>();
        Resource[] maps = new PathMatchingResourcePatternResolver().getResources("classpath*:" + IMPORT_MAP);
        for (Resource map : maps) {
            try (InputStream stream = map.getInputStream()) {
                json.readTree(stream).path("imports").properties().stream()
                        .filter(module -> !module.getKey().endsWith("/"))
                        .forEach(module -> places.put(
                                module.getKey(),
                                STATIC_FILES + module.getValue().asString()));
            }
        }
        return new PageModules(places);
    }

    /** All modules, by their path below the folder of the page. */
    Map<String, Resource> files() {
        Map<String, Resource> files = new TreeMap<>();
        places.forEach(
                (library, place) -> files.put(path(library), linked(path(library), new ClassPathResource(place))));
        return files;
    }

    /**
     * A file of the page in which libraries are imported by their addresses.
     *
     * @param path of the file below the folder of the page
     */
    Resource linked(String path, Resource file) {
        if (!path.endsWith(".js")) {
            return file;
        }
        String up = "../".repeat((int) path.chars().filter(each -> each == '/').count());
        try {
            String script = IMPORT.matcher(file.getContentAsString(StandardCharsets.UTF_8))
                    .replaceAll(found -> Matcher.quoteReplacement(address(found, up.isEmpty() ? "./" : up)));
            return new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address(MatchResult found, String up) {
        String library = found.group(3);
        String quote = found.group(2);
        return places.containsKey(library) ? found.group(1) + quote + up + path(library) + quote : found.group();
    }

    private static String path(String library) {
        return FOLDER + library.replace("@", "").replace('/', '-') + ".js";
    }
}
