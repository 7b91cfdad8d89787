package org.calcinosiscds.workbench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of the page: our own, and the modules of two libraries as their jars hold them. All are served below a folder that is named
 * after a hash of them all, so that a browser may keep them for ever.
 */
@Component
@InAuthoringMode
final class PageFiles {
    /** Place of the name of the folder in {@code index.html}. */
    private static final String FOLDER = "{{assets}}";

    private static final String INDEX = "index.html";
    private static final int HASH_DIGITS = 16;

    /** Where the jar of a library for browsers says which of its files is its module. */
    private static final String IMPORT_MAP = "META-INF/importmap.json";

    /** Folder of the class path that the addresses of import maps begin in. */
    private static final String STATIC_FILES = "META-INF/resources";

    /** Names of libraries by the name that our modules import. */
    private static final Map<String, String> LIBRARIES =
            Map.of("vendor/marked.js", "marked", "vendor/purify.js", "dompurify");

    private final Map<String, PageFile> files = new TreeMap<>();
    private final byte[] index;
    private final String hash;

    /**
     * A file of the page.
     *
     * @param compressed with gzip
     */
    @SuppressWarnings("ArrayRecordComponent")
    record PageFile(String type, byte[] plain, byte[] compressed) {}

    PageFiles(JsonMapper json) {
        PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
        try {
            for (Resource each : resources.getResources("classpath:/workbench/**/*.*")) {
                String path = each.getURL().getPath();
                add(path.substring(path.lastIndexOf("/workbench/") + "/workbench/".length()), each);
            }
            Map<String, String> modules = modules(resources.getResources("classpath*:" + IMPORT_MAP), json);
            for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
                String module = Objects.requireNonNull(
                        modules.get(library.getValue()), () -> library.getValue() + " is not on the class path.");
                add(library.getKey(), new ClassPathResource(STATIC_FILES + module));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.hash = hash(files);
        PageFile page = files.remove(INDEX);
        if (page == null) {
            throw new IllegalStateException("The page of the workbench is not on the class path.");
        }
        this.index = new String(page.plain(), StandardCharsets.UTF_8)
                .replace(FOLDER, WorkbenchGuard.PATH + "/assets/" + hash)
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] index() {
        return index;
    }

    /** Null when there is no such file, or it is one of another version. */
    @Nullable
    PageFile file(String version, String path) {
        return version.equals(hash) ? files.get(path) : null;
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

    private void add(String path, Resource resource) throws IOException {
        try (InputStream stream = resource.getInputStream()) {
            byte[] plain = stream.readAllBytes();
            files.put(path, new PageFile(type(path), plain, compressed(plain)));
        }
    }

    private static String type(String path) {
        String type = switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "json" -> "application/json";
            case "svg" -> "image/svg+xml";
            case "html" -> "text/html";
            default -> throw new IllegalStateException("A file of the page has no media type: " + path);
        };
        return type + ";charset=utf-8";
    }

    private static byte[] compressed(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String hash(Map<String, PageFile> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, file) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(file.plain());
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
