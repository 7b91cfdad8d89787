package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.CaseAssessments;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service on a copy of our content in which the product is high above 72, not above 70. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ContentFolderIT {
    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;

    @Autowired
    private KnowledgeBase knowledge;

    @DynamicPropertySource
    static void serveTheFolder(DynamicPropertyRegistry settings) throws IOException {
        for (Map.Entry<String, String> file :
                new Content.Folder(Path.of("")).texts().entrySet()) {
            Path copy = folder.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue().replace("\"High Product\":\n  70.0", "\"High Product\":\n  72.0"));
        }
        settings.add("calcinosis.content.folder", folder::toString);
    }

    @Test
    void cardFollowsTheChangedThreshold() {
        PatientCase patient = PatientCase.named("dialysis-product-71-40").orElseThrow();

        List<String> summaries = given().port(port)
                .contentType(ContentType.JSON)
                .body(CaseCalls.call(patient, FhirServer.ofUsCore(patient).prefetch(templates(patient.service())))
                        .toString())
                .post("/cds-services/" + patient.service())
                .then()
                .statusCode(200)
                .extract()
                .path("cards.summary");

        assertThat(patient.summaries().values()).anyMatch(summary -> summary.startsWith("Ca x P 71.4 mg2/dL2 (>70)"));
        assertThat(summaries).isNotEmpty().noneMatch(summary -> summary.startsWith("Ca x P 71.4"));
    }

    @Test
    void capabilityStatementNamesTheFolderItsVersionAndItsHash() {
        given().port(port)
                .get("/fhir/metadata")
                .then()
                .body(
                        "implementation.description",
                        matchesPattern("Calcinosis CDS, content folder %s, version %s, SHA-256 [0-9a-f]{64}"
                                .formatted(folder.getFileName(), knowledge.version())))
                .body("software.version", equalTo(knowledge.version()));
    }

    @Test
    void hashDependsOnTextsAlone() {
        KnowledgeBase packaged = CaseAssessments.knowledge();

        assertThat(packaged.content().name()).isEqualTo("packaged");
        assertThat(packaged.content().sha256())
                .isEqualTo(new Content.Folder(Path.of("")).identity().sha256())
                .isNotEqualTo(knowledge.content().sha256());
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
