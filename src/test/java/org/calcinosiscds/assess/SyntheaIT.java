package org.calcinosiscds.assess;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Records of the generator that integrators try first, as they come: transactions, {@code urn:uuid}, conditional references. Names,
 * addresses and narratives were taken out, of the second record also claims and documents.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SyntheaIT {
    @LocalServerPort
    int port;

    @ParameterizedTest
    @CsvSource({"record-1", "record-2"})
    void recordIsAssessedWhole(String name) throws IOException {
        given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(Files.readString(Path.of("src/test/resources/synthea", name + ".json")))
                .post("/fhir/$assess?asOf=2026-11-21T00:00:00Z")
                .then()
                .statusCode(200)
                .body("entry.resource.findAll { it.resourceType == 'OperationOutcome' }", hasSize(0))
                .body("entry[0].resource.interpretation[0].coding[0].code", equalTo("UNKNOWN"))
                .body("entry[0].resource.dataAbsentReason.coding[0].code", equalTo("no-data"));
    }
}
