package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test client as a person sets it up: a key of {@code cds token}, its public part in the settings, calls by {@code cds call}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class CallCommandIT {
    private static final String ISSUER = "https://test.example.org";
    private static final String PUBLIC_URL = "https://cds.example.org/base";
    private static final String BUNDLE =
            CaseFolder.bundle("dialysis-product-71-40").toString();
    private static final String REQUEST = "fhir-resources/tests/requests/patient-view-dialysis.json";
    private static final String CARD = "Ca x P 71.4 mg2/dL2";
    private static final Pattern LOG_LINE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+Z ");

    @TempDir
    private static Path folder;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void configureTheTestClient(DynamicPropertyRegistry settings) throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.json"), printed("token", "--key", key("first"), "--public"));
        settings.add("calcinosis.public-url", () -> PUBLIC_URL);
        settings.add("calcinosis.clients[0].name", () -> "test");
        settings.add("calcinosis.clients[0].issuer", () -> ISSUER);
        settings.add("calcinosis.clients[0].keys", () -> keys.toUri().toString());
        settings.add("calcinosis.clients[0].deadline", () -> "10s");
    }

    @Test
    void cardOfABundleIsDrawn(CapturedOutput output) {
        assertThat(call(BUNDLE, "--as-of=2026-11-21T09:00:00Z", "--key", key("first"), "--issuer", ISSUER))
                .as(output.getErr())
                .isZero();
        assertThat(output.getOut())
                .contains("+-- WARNING ---", "| " + CARD, "| - ", "[ ] ", "create: ", "Source: ")
                .doesNotContain("**");
        assertThat(output.getOut().lines().filter(line -> line.startsWith("|") && !line.contains("http")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void requestIsSentWithATokenThatWasPrinted(CapturedOutput output) throws Exception {
        String token = printed(
                        "token",
                        "--key",
                        key("first"),
                        "--issuer",
                        ISSUER,
                        "--audience",
                        PUBLIC_URL + "/cds-services/calcinosis-patient-view")
                .strip();

        assertThat(call(REQUEST, "--token", token)).as(output.getErr()).isZero();
        assertThat(output.getOut()).contains(CARD);
        assertThat(call(REQUEST, "--token", token)).isEqualTo(1);
    }

    @Test
    void refusalIsSaidInWords(CapturedOutput output) throws Exception {
        assertThat(call(REQUEST)).isEqualTo(1);
        assertThat(output.getErr())
                .contains("The service answered 401.", "A valid bearer token is needed.", "see --key and --issuer");

        printed("token", "--key", key("unknown"), "--public");
        assertThat(call(REQUEST, "--key", key("unknown"), "--issuer", ISSUER)).isEqualTo(1);
        assertThat(output.getOut()).doesNotContain("+--");
    }

    @Test
    void mistakesAreSaidBeforeAnythingIsSent(CapturedOutput output) throws Exception {
        Path text = Files.writeString(folder.resolve("text.json"), "Rosalind");

        assertThat(call("none.json")).isEqualTo(2);
        assertThat(call(text.toString())).isEqualTo(2);
        assertThat(call(REQUEST, "--key", key("first"))).isEqualTo(2);
        assertThat(call(REQUEST, "--issuer", ISSUER, "--key", text.toString())).isEqualTo(2);
        assertThat(Commands.run(new String[] {"call", "http://localhost:1", REQUEST}, Clock.systemUTC()))
                .isEqualTo(3);
        assertThat(output.getErr())
                .contains(
                        "Cannot read none.json.",
                        "text.json is no JSON object.",
                        "--key needs --issuer",
                        "It is no private JWK",
                        "Nobody answered at http://localhost:1")
                .doesNotContain("Rosalind");
    }

    @ParameterizedTest
    @EnumSource(SigningKey.Algorithm.class)
    void publicKeysHoldNothingPrivate(SigningKey.Algorithm algorithm) throws Exception {
        String file = key(algorithm.name());
        String keys = printed("token", "--key", file, "--algorithm", algorithm.name(), "--public");
        String token = printed("token", "--key", file, "--issuer", "a", "--audience", "b")
                .strip();

        assertThat(Json.read(keys).at("/keys/0").propertyNames())
                .contains("kid", "alg")
                .doesNotContain("d", "p", "q", "dp", "dq", "qi");
        SignedJWT parsed = SignedJWT.parse(token);
        assertThat(parsed.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.name());
        assertThat(parsed.getHeader().getKeyID())
                .isEqualTo(Json.read(keys).at("/keys/0/kid").asString());
        assertThat(Commands.run(new String[] {"token", "--key", file}, Clock.systemUTC()))
                .isEqualTo(2);
    }

    private int call(String file, String... options) {
        String[] line = new String[options.length + 5];
        line[0] = "call";
        line[1] = "http://localhost:" + port;
        line[2] = file;
        line[3] = "--public-url";
        line[4] = PUBLIC_URL;
        System.arraycopy(options, 0, line, 5, options.length);
        return Commands.run(line, Clock.systemUTC());
    }

    private static String key(String name) {
        return folder.resolve(name + "-key.json").toString();
    }

    /** Standard output of a command that must succeed. */
    private static String printed(String... line) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream caught = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            assertThat(Commands.run(line, Clock.systemUTC())).isZero();
        } finally {
            System.setOut(before);
        }
        // The service logs a call after it has answered it, and so into what the next command prints.
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(each -> !LOG_LINE.matcher(each).lookingAt())
                .collect(Collectors.joining("\n"));
    }
}
