package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.calcinosiscds.client.ClientSettings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code docs/configuration.md} lists each setting of the settings classes with its default, and no other. */
class ConfigurationTests {
    /** Settings that no class of ours holds. */
    private static final Map<String, String> OTHERS =
            Map.of("server.port", "8080", "server.address", "127.0.0.1", "calcinosis.authoring.enabled", "false");

    private final List<String> page = Files.readAllLines(Path.of("docs/configuration.md"));

    ConfigurationTests() throws IOException {}

    @Test
    void everySettingIsListedWithItsDefault() throws IOException {
        Map<String, String> expected = new TreeMap<>(OTHERS);
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("org.calcinosiscds").stream()
                        .filter(each -> each.isAnnotatedWith(ConfigurationProperties.class))
                        .forEach(each -> expected.putAll(defaults(
                                each.getAnnotationOfType(ConfigurationProperties.class)
                                        .value(),
                                each.reflect())));

        assertThat(rows("| Setting |")).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(Files.readString(Path.of("src/main/resources/application.yaml")))
                .contains("address: " + OTHERS.get("server.address"))
                .contains("port: " + OTHERS.get("server.port"));
    }

    @Test
    void everySettingOfAClientIsListed() {
        assertThat(rows("| Setting of a client |").keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ClientSettings.Client.class.getRecordComponents())
                        .map(ConfigurationTests::name)
                        .toList());
    }

    /** First and second cell of the rows of the table that begins so, without the marks of code. */
    private Map<String, String> rows(String head) {
        return page.stream()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.replace("`", "").split("\\|"))
                .collect(Collectors.toMap(cells -> cells[1].strip(), cells -> cells[2].strip()));
    }

    /** Defaults of the components of a record of settings, and of the records in it; lists of records have tables of their own. */
    private static Map<String, String> defaults(String prefix, Class<?> settings) {
        Map<String, String> defaults = new TreeMap<>();
        Map<String, Parameter> parameters = Arrays.stream(settings.getDeclaredConstructors()[0].getParameters())
                .collect(Collectors.toMap(Parameter::getName, parameter -> parameter));
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = prefix + "." + name(component);
            if (component.getType().isRecord()) {
                defaults.putAll(defaults(name, component.getType()));
            } else if (component.getType() != List.class) {
                DefaultValue value = parameters.get(component.getName()).getAnnotation(DefaultValue.class);
                defaults.put(name, value == null ? "" : String.join(",", value.value()));
            }
        }
        return defaults;
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
