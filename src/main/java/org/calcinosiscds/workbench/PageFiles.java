package org.calcinosiscds.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.http.StaticFiles;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The page and its files: our own, and the modules of libraries. */
@Component
@InAuthoringMode
final class PageFiles {
    /** Stands for the address of the folder in {@code index.html}. */
    private static final String FOLDER = "{{assets}}";

    private static final String OURS = "/workbench/";
    private static final String INDEX = "index.html";

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
        PageModules modules = PageModules.ofClassPath(json);
        files.replaceAll((path, file) -> modules.linked(path, file));
        files.putAll(modules.files());
        return files;
    }
}
