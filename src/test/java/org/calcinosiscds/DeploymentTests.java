package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds compose and chart to the product, since a build machine may have neither: settings, ports, paths and names exist. */
class DeploymentTests {
    private static final Path CHART = Path.of("deploy/helm");
    private static final Path COMPOSE = Path.of("deploy/compose.yaml");
    private static final JsonMapper JSON = new JsonMapper();

    /** Settings of Spring Boot that the page of settings names or that say where management listens. */
    private static final Set<String> OTHER_SETTINGS =
            Set.of("MANAGEMENT_SERVER_ADDRESS", "SERVER_ADDRESS", "SERVER_PORT");

    private final String dockerfile = Files.readString(Path.of("Dockerfile"));
    private final String settings = Files.readString(Path.of("docs/configuration.md"));
    private final JsonNode values =
            yaml(Files.readString(CHART.resolve("values.yaml"))).get(0);
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(JSON.readTree(Files.readString(CHART.resolve("values.schema.json"))));

    DeploymentTests() throws IOException {}

    @Test
    void composeStartsTheImageWithSettingsThatExist() throws IOException {
        JsonNode compose = yaml(Files.readString(COMPOSE)).get(0);
        JsonNode service = compose.at("/services/calcinosis-cds");
        Path folder = COMPOSE.getParent();

        Path context = folder.resolve(service.at("/build/context").asString()).normalize();
        assertThat(context.resolve(service.at("/build/dockerfile").asString())).exists();
        assertThat(service.path("environment").propertyNames()).isNotEmpty().allSatisfy(this::existsAsVariable);
        assertThat(texts(service.path("ports"))).anyMatch(port -> port.endsWith(":" + instruction("EXPOSE")));
        assertThat(texts(service.path("volumes"))).isNotEmpty().allSatisfy(volume -> {
            String[] parts = volume.split(":");
            assertThat(parts[1]).startsWith(instruction("WORKDIR") + "/config/");
            boolean isMade = parts[0].endsWith("test-keys.json");
            assertThat(isMade || Files.exists(folder.resolve(parts[0])))
                    .as(volume)
                    .isTrue();
        });
        assertThat(service.path("read_only").asBoolean()).isTrue();
        String user = instruction("USER");
        assertThat(texts(service.path("tmpfs")))
                .contains("/tmp")
                .anyMatch(each ->
                        each.equals(instruction("VOLUME") + ":uid=" + user.replace(":", ",gid=") + ",mode=0700"));
        assertThat(service.at("/environment/CALCINOSIS_STORE_URL").asString())
                .isEqualTo("jdbc:postgresql://postgres:5432/"
                        + compose.at("/services/postgres/environment/POSTGRES_DB")
                                .asString());
        assertThat(service.at("/environment/CALCINOSIS_STORE_PASSWORD"))
                .isEqualTo(compose.at("/services/postgres/environment/POSTGRES_PASSWORD"));
    }

    @Test
    void composeHasASettingsFileThatTheServiceTakes() throws IOException {
        JsonNode file = yaml(Files.readString(Path.of("deploy/compose/application.yaml")))
                .get(0);
        JsonNode client = file.at("/calcinosis/clients/0");

        checkConfig(file);
        assertThat(client.at("/fhir-servers/0/url").asString())
                .isEqualTo("http://localhost:"
                        + yaml(Files.readString(COMPOSE))
                                .get(0)
                                .at("/services/hapi/environment/SERVER_PORT")
                                .asString()
                        + "/fhir");
    }

    @Test
    void valuesFitTheirSchemaAndMistakesDoNot() {
        assertThat(schema.validate(values).stream().map(Error::toString)).isEmpty();
        for (String mistake : List.of(
                "{\"replicas\": 0}",
                "{\"replica\": 2}",
                "{\"storeUrl\": \"jdbc:sqlite:x\"}",
                "{\"service\": {\"port\": 70000}}",
                "{\"image\": {}}",
                "{\"config\": {\"calcinosis\": {\"public-url\": \"cds\", \"clients\": []}}}")) {
            ObjectNode wrong = (ObjectNode) values.deepCopy();
            wrong.setAll((ObjectNode) JSON.readTree(mistake));
            assertThat(schema.validate(wrong)).as(mistake).isNotEmpty();
        }
        checkConfig(values.path("config"));
    }

    @Test
    void chartIsOfThisVersion() throws IOException {
        JsonNode chart = yaml(Files.readString(CHART.resolve("Chart.yaml"))).get(0);
        String pom = Files.readString(Path.of("pom.xml"));
        String version = found("<version>([^<]+)", pom.substring(pom.indexOf("</parent>")))
                .get(0);

        assertThat(chart.path("version").asString()).isEqualTo(version);
        assertThat(chart.path("appVersion").asString()).isEqualTo(version);
    }

    @Test
    void everyValueIsUsedAndEveryUsedValueIsThere() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String template : templates()) {
            used.addAll(found("\\.Values\\.([A-Za-z.]+)", template));
        }

        assertThat(leaves("", values))
                .allSatisfy(
                        leaf -> assertThat(used).anyMatch(each -> leaf.equals(each) || leaf.startsWith(each + ".")));
        assertThat(used)
                .allSatisfy(each -> assertThat(
                                values.at("/" + each.replace('.', '/')).isMissingNode())
                        .as(each)
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manifestsRunTheImageAsItIs(boolean isAllOn) throws IOException {
        List<JsonNode> manifests = rendered(isAllOn);

        assertThat(manifests.stream().map(each -> each.path("kind").asString()))
                .contains("Deployment", "Service", "ConfigMap", "PodDisruptionBudget", "NetworkPolicy")
                .satisfies(kinds -> assertThat(kinds.containsAll(List.of("HorizontalPodAutoscaler", "ServiceMonitor")))
                        .isEqualTo(isAllOn));
        assertThat(manifests).allSatisfy(each -> {
            assertThat(each.path("apiVersion").asString()).isNotEmpty();
            assertThat(each.at("/metadata/name").asString()).startsWith("my-release");
        });
        JsonNode deployment = ofKind(manifests, "Deployment");
        assertThat(deployment.at("/spec").has("replicas")).isNotEqualTo(isAllOn);
        assertThat(deployment.at("/spec/selector/matchLabels"))
                .isEqualTo(deployment.at("/spec/template/metadata/labels"))
                .isEqualTo(ofKind(manifests, "Service").at("/spec/selector"));
        JsonNode pod = deployment.at("/spec/template/spec");
        String[] user = instruction("USER").split(":");
        assertThat(pod.at("/securityContext/runAsUser").asString()).isEqualTo(user[0]);
        assertThat(pod.at("/securityContext/runAsGroup").asString()).isEqualTo(user[1]);
        JsonNode container = pod.at("/containers/0");
        assertThat(container.path("image").asString()).isEqualTo("calcinosis-cds:0.1.0");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        container.path("env").forEach(each -> existsAsVariable(each.path("name").asString()));
        int http = Integer.parseInt(instruction("EXPOSE"));
        assertThat(container
                        .path("ports")
                        .valueStream()
                        .map(each -> each.path("containerPort").asInt()))
                .containsExactly(http, ManagementPort.beside(http));
        assertThat(container
                        .path("volumeMounts")
                        .valueStream()
                        .map(each -> each.path("mountPath").asString()))
                .contains(instruction("WORKDIR") + "/config", "/tmp", instruction("VOLUME"));
        assertThat(container
                        .path("volumeMounts")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .containsExactlyInAnyOrderElementsOf(pod.path("volumes")
                        .valueStream()
                        .map(each -> each.path("name").asString())
                        .toList());
    }

    @Test
    void addressesAreThoseOfTheService() throws IOException {
        List<JsonNode> manifests = rendered(true);
        JsonNode container = ofKind(manifests, "Deployment").at("/spec/template/spec/containers/0");

        for (String probe : new String[] {"startupProbe", "livenessProbe", "readinessProbe"}) {
            assertThat(container.at("/" + probe + "/httpGet/path").asString())
                    .isEqualTo("/actuator/health/" + (probe.startsWith("readiness") ? "readiness" : "liveness"));
        }
        String exposed = Files.readString(Path.of("src/main/resources/application.yaml"));
        assertThat(exposed).contains("include: health,info,prometheus,feedback");
        assertThat(ofKind(manifests, "ServiceMonitor")
                        .at("/spec/endpoints/0/path")
                        .asString())
                .isEqualTo("/actuator/prometheus");
    }

    @Test
    void operatorsAreToldThatTheseWereCheckedAndNotRun() throws IOException {
        assertThat(Files.readString(Path.of("docs/operations.md")))
                .contains("deploy/compose.yaml", "deploy/helm", "were not run");
    }

    /** The manifests as Helm would write them. */
    @SuppressWarnings("unchecked") // Names of values are strings.
    private List<JsonNode> rendered(boolean isAllOn) throws IOException {
        Map<String, Object> all = new Yaml().load(Files.readString(CHART.resolve("values.yaml")));
        if (isAllOn) {
            all.put("keysSecretName", "client-keys");
            for (String name : new String[] {"autoscaling", "serviceMonitor"}) {
                Map<String, Object> part = new HashMap<>((Map<String, Object>) all.get(name));
                part.put("enabled", true);
                all.put(name, part);
            }
        }
        HelmTemplate template = new HelmTemplate(
                Map.of("Values", all, "Release", Map.of("Name", "my-release"), "Chart", Map.of("AppVersion", "0.1.0")));
        List<JsonNode> manifests = new ArrayList<>();
        for (String each : templates()) {
            manifests.addAll(yaml(template.render(each)));
        }
        return manifests;
    }

    /** Names of settings in a file of settings: those of the service and those of its clients are on the page of settings. */
    private void checkConfig(JsonNode file) {
        JsonNode calcinosis = file.path("calcinosis");
        assertThat(calcinosis.propertyNames())
                .contains("public-url", "clients")
                .allSatisfy(
                        name -> assertThat(settings + "`calcinosis.clients`").contains("`calcinosis." + name + "`"));
        calcinosis
                .path("clients")
                .forEach(client -> assertThat(client.propertyNames())
                        .allSatisfy(name -> assertThat(settings).contains("| `" + name + "` |")));
    }

    /** Spring Boot reads a variable for a setting: its name in upper case, dots as underscores, without hyphens. */
    private void existsAsVariable(String variable) {
        assertThat(Stream.concat(
                                OTHER_SETTINGS.stream(),
                                found("\\| `(calcinosis\\.[a-z.-]+)` \\|", settings).stream()
                                        .map(name -> name.replace("-", "")
                                                .replace('.', '_')
                                                .toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()))
                .contains(variable);
    }

    private static List<String> leaves(String path, JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            return List.of(path);
        }
        return node.properties().stream()
                .flatMap(each ->
                        leaves(path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue()).stream())
                .toList();
    }

    private static JsonNode ofKind(List<JsonNode> manifests, String kind) {
        return manifests.stream()
                .filter(each -> each.path("kind").asString().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> templates() throws IOException {
        List<String> templates = new ArrayList<>();
        try (Stream<Path> files = Files.list(CHART.resolve("templates"))) {
            for (Path file : files.sorted().toList()) {
                templates.add(Files.readString(file));
            }
        }
        return templates;
    }

    private static List<JsonNode> yaml(String text) {
        return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
                .filter(document -> document != null)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private String instruction(String name) {
        return found("(?m)^" + name + " (\\S+)$", dockerfile).stream()
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
