package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service of an author: each answer is made from the files as they are at the call. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.authoring.enabled=true")
class FollowedContentIT {
    private static final int EDITS = 8;
    private static final String LIMIT = "define \"High Product\":\n  ";
    private static final String BROKEN_AT = "define \"Elevated Product\":";
    private static final BigDecimal PRODUCT = new BigDecimal("71.4");

    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("content")
    private HealthIndicator health;

    @DynamicPropertySource
    static void serveTheFolder(DynamicPropertyRegistry settings) throws IOException {
        for (Map.Entry<String, String> file :
                new Content.Folder(Path.of("")).texts().entrySet()) {
            Path copy = folder.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue());
        }
        settings.add("calcinosis.content.folder", folder::toString);
    }

    @Test
    void callAfterAnEditIsAnsweredFromTheEditedText() throws IOException {
        PatientCase patient = PatientCase.named("dialysis-product-71-40").orElseThrow();
        String call = CaseCalls.call(patient, FhirServer.ofUsCore(patient).prefetch(templates(patient.service())))
                .toString();
        Path file = folder.resolve("cql/MineralLimits.cql");
        String original = Files.readString(file);
        assertThat(original).contains(LIMIT + "70.0", BROKEN_AT);
        Random random = new Random(14);
        BigDecimal good = new BigDecimal("70.0");
        for (int i = 0; i < EDITS; i++) {
            BigDecimal limit = BigDecimal.valueOf(660 + random.nextInt(100), 1);
            boolean isBroken = random.nextInt(4) == 0;
            Files.writeString(
                    file,
                    original.replace(LIMIT + "70.0", LIMIT + limit).replace(BROKEN_AT, isBroken ? "" : BROKEN_AT));
            good = isBroken ? good : limit;

            List<String> summaries = given().port(port)
                    .contentType(ContentType.JSON)
                    .body(call)
                    .post("/cds-services/" + patient.service())
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("cards.summary");

            String limitShown = good.stripTrailingZeros().toPlainString();
            assertThat(summaries.stream().anyMatch(summary -> summary.startsWith("Ca x P 71.4 mg2/dL2 (>")))
                    .as("limit %s, edit %d", limitShown, i)
                    .isEqualTo(PRODUCT.compareTo(good) > 0);
        }
        Files.writeString(file, original.replace(BROKEN_AT, ""));
        assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(health.health().getDetails().get("findings").toString()).contains("cql/MineralLimits.cql:");
        Files.writeString(file, original);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    private Map<String, String> templates(String service) {
        return Json.read(given().port(port).get("/cds-services").asString())
                .path("services")
                .valueStream()
                .filter(each -> each.path("id").asString().equals(service))
                .flatMap(each -> each.path("prefetch").properties().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().asString()));
    }
}
