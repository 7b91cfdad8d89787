package org.calcinosiscds.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.client.ClientSettings;
import org.calcinosiscds.http.HtmlPage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/**
 * Swagger UI over the descriptions, from this jar alone. A request can be sent from it while no client is configured or in authoring
 * mode: both answer this machine alone.
 */
@Component
final class ApiViewer {
    /** Swagger UI draws its icons with {@code data:} images. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/" + version() + "/";
    private static final String OURS = "openapi/";

    private final HtmlPage page;
    private final Map<String, byte[]> files;

    ApiViewer(ClientSettings settings, @Value("${calcinosis.authoring.enabled:false}") boolean isAuthoring) {
        this.files = Stream.of(
                        SWAGGER_UI + "swagger-ui.css",
                        SWAGGER_UI + "swagger-ui-bundle.js",
                        SWAGGER_UI + "swagger-ui-standalone-preset.js",
                        OURS + "viewer.css",
                        OURS + "viewer.js")
                .collect(Collectors.toMap(ApiViewer::name, ApiViewer::bytes));
        String html = new String(bytes(OURS + "viewer.html"), StandardCharsets.UTF_8)
                .replace(
                        "{tryIt}",
                        String.valueOf(isAuthoring || settings.clients().isEmpty()));
        this.page = new HtmlPage(withHashes(html), POLICY);
    }

    HtmlPage page() {
        return page;
    }

    /** A file of the page by its name; it can be stored for ever, as the page names it with its hash. */
    Optional<ResponseEntity<byte[]>> file(String name) {
        return Optional.ofNullable(files.get(name))
                .map(bytes -> ResponseEntity.ok()
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable())
                        .contentType(MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM))
                        .body(bytes));
    }

    private String withHashes(String html) {
        String text = html;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            text = text.replace(
                    "/" + file.getKey() + "\"",
                    "/" + file.getKey() + "?" + DigestUtils.md5DigestAsHex(file.getValue()) + "\"");
        }
        return text;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static byte[] bytes(String path) {
        try {
            return new ClassPathResource(path).getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version() {
        try (InputStream stream =
                new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties").getInputStream()) {
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
