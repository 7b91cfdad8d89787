package org.calcinosiscds.workbench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.http.StaticFiles;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The page and its files: our own, and the modules of two libraries as their jars hold them. */
@Component
@InAuthoringMode
final class PageFiles {
    /** Stands for the address of the folder in {@code index.html}. */
    private static final String FOLDER = "{{assets}}";

    private static final String OURS = "/workbench/";
    private static final String INDEX = "index.html";

    /** Where the jar of a library for browsers says which of its files is its module. */
    private static final String IMPORT_MAP = "META-INF/importmap.json";

    /** Folder of the class path that the addresses of import maps begin in. */
    private static final String STATIC_FILES = "META-INF/resources";

    /** Names of libraries by the name that our modules import. */
    private static final Map<String, String> LIBRARIES =
            Map.of("vendor/marked.js", "marked", "vendor/purify.js", "dompurify");

    private final StaticFiles assets;
    private final byte[] index;

    PageFiles(JsonMapper json) {
        try {
            Map<String, Resource> files = files(json);
            Resource page =
                    Objects.requireNonNull(files.remove(INDEX), "The page of the workbench is not on the class path.");
            this.assets = new StaticFiles(files);
            this.index = page.getContentAsString(StandardCharsets.UTF_8)
                    .replace(FOLDER, WorkbenchGuard.PATH + "/assets/" + assets.version())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] index() {
        return index;
    }

    StaticFiles assets() {
        return assets;
    }

    private static Map<String, Resource> files(JsonMapper json) throws IOException {
        PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
        Map<String, Resource> files = new HashMap<>();
        for (Resource each : resources.getResources("classpath:" + OURS + "**/*.*")) {
            String path = each.getURL().getPath();
            files.put(path.substring(path.lastIndexOf(OURS) + OURS.length()), each);
        }
        Map<String, String> modules = modules(resources.getResources("classpath*:" + IMPORT_MAP), json);
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
            String module = Objects.requireNonNull(
                    modules.get(library.getValue()), () -> library.getValue() + " is not on the class path.");
            files.put(library.getKey(), new ClassPathResource(STATIC_FILES + module));
        }
        return files;
    }

    /** Addresses of the modules by the name of their library. */
    private static Map<String, String> modules(Resource[] importMaps, JsonMapper json) throws IOException {
        Map<String, String> modules = new HashMap<>();
        for (Resource each : importMaps) {
            try (InputStream stream = each.getInputStream()) {
                json.readTree(stream)
                        .path("imports")
                        .properties()
                        .forEach(module ->
                                modules.put(module.getKey(), module.getValue().asString()));
            }
        }
        return modules;
    }
}
