package org.calcinosiscds.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.client.ClientSettings;
import org.calcinosiscds.http.HtmlPage;
import org.calcinosiscds.http.StaticFiles;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

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

    /** Stands for the address of the folder of the files in {@code viewer.html}. */
    private static final String FOLDER = "{{viewer}}";

    private final HtmlPage page;
    private final StaticFiles files;

    ApiViewer(ClientSettings settings, @Value("${calcinosis.authoring.enabled:false}") boolean isAuthoring) {
        this.files = new StaticFiles(Stream.of(
                        SWAGGER_UI + "swagger-ui.css",
                        SWAGGER_UI + "swagger-ui-bundle.js",
                        SWAGGER_UI + "swagger-ui-standalone-preset.js",
                        OURS + "viewer.css",
                        OURS + "viewer.js")
                .collect(Collectors.toMap(ApiViewer::name, ClassPathResource::new)));
        this.page = new HtmlPage(
                html().replace(FOLDER, "api-docs/viewer/" + files.version())
                        .replace(
                                "{{tryIt}}",
                                String.valueOf(isAuthoring || settings.clients().isEmpty())),
                POLICY);
    }

    HtmlPage page() {
        return page;
    }

    StaticFiles files() {
        return files;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String html() {
        try {
            return new ClassPathResource(OURS + "viewer.html").getContentAsString(StandardCharsets.UTF_8);
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
