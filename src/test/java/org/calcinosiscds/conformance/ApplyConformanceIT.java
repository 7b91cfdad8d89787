package org.calcinosiscds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the operations of the standard answer is valid R4, and so is the CapabilityStatement. */
@Tag("conformance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ApplyConformanceIT {
    private static final R4Validator VALIDATOR = R4Validator.withContent();

    @LocalServerPort
    int port;

    /** Of the cases, one for each set of rules that go together: the same rules make the same shapes. */
    @Test
    void appliedPlansAreValid() {
        Set<List<String>> seen = new java.util.HashSet<>();
        List<PatientCase> cases = PatientCase.all().stream()
                .filter(each -> each.parameters().isEmpty()
                        && each.hook().equals("patient-view")
                        && seen.add(each.answer().rules()))
                .limit(30)
                .toList();

        assertThat(cases)
                .hasSizeGreaterThan(20)
                .allSatisfy(each -> assertThat(VALIDATOR.errors(applied(each)))
                        .as(each.name())
                        .isEmpty());
    }

    @Test
    void capabilityStatementIsValid() {
        assertThat(VALIDATOR.errors(RestAssured.given()
                        .port(port)
                        .get("/fhir/metadata")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()))
                .isEmpty();
    }

    private String applied(PatientCase patient) {
        String body = """
                {"resourceType":"Parameters","parameter":[{"name":"data","resource":%s},{"name":"subject","valueString":"Patient/%s"},
                {"name":"asOf","valueDateTime":"%s"}]}""".formatted(patient.bundle(), patient.patientId(), patient.asOfText());
        return RestAssured.given()
                .port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(body)
                .post("/fhir/PlanDefinition/calcinosis-patient-view/$apply")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
