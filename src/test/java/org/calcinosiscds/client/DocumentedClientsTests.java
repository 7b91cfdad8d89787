package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

/** Each example of clients in {@code docs/integrating-an-ehr.md} is accepted as settings. */
class DocumentedClientsTests {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String WITH_PARENT = "calcinosis:\n";

    static Stream<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("docs/integrating-an-ehr.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(example -> example.contains("clients:"))
                .map(example -> example.contains(WITH_PARENT)
                        ? example
                        : WITH_PARENT + "  public-url: https://cds.example.org\n" + example);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsAccepted(String example) throws IOException {
        List<ConfigurationPropertySource> settings = new YamlPropertySourceLoader()
                .load("example", new ByteArrayResource(example.getBytes(StandardCharsets.UTF_8))).stream()
                        .map(ConfigurationPropertySource::from)
                        .toList();

        ClientSettings bound = new Binder(settings, null, ApplicationConversionService.getSharedInstance())
                .bindOrCreate("calcinosis", ClientSettings.class);

        assertThat(bound.clients())
                .hasSize(1)
                .allSatisfy(client -> assertThat(client.bySite())
                        .hasSize(Math.max(1, client.sites().size())));
    }
}
