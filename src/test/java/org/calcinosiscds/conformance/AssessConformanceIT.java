package org.calcinosiscds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What {@code $assess} answers is valid R4. */
@Tag("conformance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class AssessConformanceIT {
    private static final R4Validator VALIDATOR = R4Validator.withContent();

    @LocalServerPort
    int port;

    /** Of the cases, one for each set of rules that go together: the same rules make the same shapes. */
    @Test
    void answersAreValid() {
        Set<List<String>> seen = new java.util.HashSet<>();
        List<PatientCase> cases = PatientCase.all().stream()
                .filter(each -> each.parameters().isEmpty()
                        && each.hook().equals("patient-view")
                        && seen.add(each.answer().rules()))
                .limit(60)
                .toList();

        assertThat(cases)
                .hasSizeGreaterThan(40)
                .allSatisfy(each -> assertThat(VALIDATOR.errors(answer(each)))
                        .as(each.name())
                        .isEmpty());
    }

    @Test
    void everyTierFlagAndReasonIsValid() {
        Set<String> seen = new TreeSet<>();
        for (PatientCase each : PatientCase.all()) {
            String product = each.answer().product().tier()
                    + each.answer().product().reason()
                    + each.answer().product().flags();
            if (each.parameters().isEmpty() && each.hook().equals("patient-view") && seen.add(product)) {
                assertThat(VALIDATOR.errors(answer(each))).as(each.name()).isEmpty();
            }
        }
        assertThat(seen).hasSizeGreaterThan(20);
    }

    @Test
    void everyCodeIsOneOfOurCodeSystems() {
        List<JsonNode> codings = PatientCase.all().stream()
                .filter(each -> each.parameters().isEmpty() && each.hook().equals("patient-view"))
                .limit(200)
                .map(each -> Json.read(answer(each)))
                .flatMap(answer -> answer.findParents("system").stream())
                .filter(coding -> coding.path("system").asString().startsWith("https://calcinosis-cds.org/"))
                .toList();

        assertThat(codings)
                .isNotEmpty()
                .allSatisfy(coding -> assertThat(coding.path("display").asString(""))
                        .as(coding.toString())
                        .isNotBlank());
    }

    @Test
    void outcomeBesideAnswersIsValid() {
        String bundle = """
                {"resourceType":"Bundle","type":"collection","entry":[
                {"resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"Patient","id":"2","valeu":1}},
                {"resource":{"resourceType":"Condition","code":{"text":"nobody's"}}}]}""";

        String answer = post(bundle);

        assertThat(Stream.of(answer.split("OperationOutcome"))).hasSize(3);
        assertThat(VALIDATOR.errors(answer)).isEmpty();
    }

    private String answer(PatientCase patient) {
        return post("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"data\",\"resource\":%s},"
                .formatted(patient.bundle())
                .concat("{\"name\":\"asOf\",\"valueDateTime\":\"%s\"}]}".formatted(patient.asOfText())));
    }

    private String post(String body) {
        return RestAssured.given()
                .port(port)
                .contentType("application/fhir+json;charset=utf-8")
                .body(body)
                .post("/fhir/$assess")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
