package org.calcinosiscds.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The files that a page needs. They are served below a folder that is named after a hash of them all, so that browsers may keep them for
 * ever.
 */
public final class StaticFiles {
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final int HASH_DIGITS = 16;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();
    private final String version;

    /** @param resources by the path below the folder */
    public StaticFiles(Map<String, ? extends Resource> resources) {
        MessageDigest digest = sha256();
        new TreeMap<>(resources).forEach((path, resource) -> {
            byte[] bytes = bytes(resource);
            files.put(path, bytes);
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        this.version = HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    /** Name of the folder. */
    public String version() {
        return version;
    }

    /**
     * Answers a request for a file: 404 when there is none, or when it is one of another version.
     *
     * @param encodings the header {@code Accept-Encoding}
     */
    public ResponseEntity<byte[]> answer(String requestedVersion, String path, @Nullable String encodings) {
        byte[] file = files.get(path);
        if (file == null || !requestedVersion.equals(version)) {
            throw OutcomeResponses.refusal(Status.NOT_FOUND);
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FOREVER).cachePublic().immutable())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .contentType(MediaType.parseMediaType(type(path)));
        return encodings != null && encodings.contains("gzip")
                ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                        .body(compressed.computeIfAbsent(path, name -> compressed(file)))
                : answer.body(file);
    }

    private static String type(String path) {
        String type = switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "json" -> MediaType.APPLICATION_JSON_VALUE;
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("A file of a page has no media type: " + path);
        };
        return type + ";charset=utf-8";
    }

    private static byte[] bytes(Resource resource) {
        try (InputStream stream = resource.getInputStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
