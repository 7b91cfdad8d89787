package org.calcinosiscds.population;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.population.generate.SyntheticMark;

/**
 * The manifest of a Bulk Data export, by the files that lie beside it. Source: Bulk Data Access 2.0, "Response - Complete Status".
 *
 * @param output files with resources
 * @param deleted files that name resources that were deleted
 * @param error files with OperationOutcomes about what could not be exported
 * @param isSynthetic whether it says that nobody of the patients exists
 */
record ExportManifest(Set<Path> output, Set<Path> deleted, Set<Path> error, boolean isSynthetic) {
    static final String NAME = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a file.
     *
     * @return empty when it is the manifest of something else
     * @throws IOException when a file that it names is not in its folder
     */
    static Optional<ExportManifest> read(Path file) throws IOException {
        JsonNode manifest;
        try {
            manifest = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON.");
        }
        if (!manifest.path("output").isArray()) {
            return Optional.empty();
        }
        return Optional.of(new ExportManifest(
                files(file, manifest, "output"),
                files(file, manifest, "deleted"),
                files(file, manifest, "error"),
                SyntheticMark.isIn(manifest)));
    }

    /** Whether it names the file. */
    boolean isRead(Path file) {
        return output.contains(file) || deleted.contains(file) || error.contains(file);
    }

    private static Set<Path> files(Path manifest, JsonNode content, String list) throws IOException {
        Set<Path> files = new TreeSet<>();
        for (JsonNode each : content.path(list)) {
            String name = name(each.path("url").asText());
            files.add(
                    beside(manifest, list, name)
                            .orElseThrow(
                                    () -> new IOException(
                                            manifest + " names '" + name + "' in " + list
                                                    + ", and there is no such file beside it. Fetch or rename it, or take the manifest away to read all files.")));
        }
        return files;
    }

    private static String name(String url) {
        String path = url.replaceFirst("[?#].*", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        try {
            // A plus sign is a blank in queries alone.
            return URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return last;
        }
    }

    /** Clients of servers unpack files, and some put each list into a folder of its own. */
    private static Optional<Path> beside(Path manifest, String list, String name) {
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        for (Path folder : List.of(manifest.resolveSibling(""), manifest.resolveSibling(list))) {
            for (String each : List.of(name, plain, plain + ".gz")) {
                Path file = folder.resolve(each).normalize();
                if (!name.isEmpty() && file.startsWith(manifest.getParent()) && Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }
}
