package org.calcinosiscds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What {@code $evaluate}, {@code $cql}, {@code $data-requirements}, {@code $expand}, {@code $validate-code} and searches answer is valid R4. */
@Tag("conformance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.authoring.enabled=true")
class OperationConformanceIT {
    private static final R4Validator VALIDATOR =
            new R4Validator(FhirContext.forR4Cached(), CqlExtensions.with(ContentFiles.read()));

    private static final PatientCase DIALYSIS =
            PatientCase.named("dialysis-product-71-40").orElseThrow();

    @LocalServerPort
    int port;

    /** Resources, tuples, lists, intervals, nulls; those of the other libraries are of the same kinds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CalciumPhosphateProduct",
                "CalcinosisPatientView",
                "CalcificationCauses",
                "CalcinosisRules",
                "HookContext",
                "PatientRecord"
            })
    void evaluatedLibrariesAreValid(String library) {
        assertThat(errors(post("/fhir/Library/" + library + "/$evaluate", about(""))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "5L",
                "1.5",
                "'text'",
                "@2026-11-21",
                "@2026-11-21T09:30:00.000Z",
                "@2026-11-21T09",
                "@T14:30:00",
                "1 'mg/dL'",
                "1 'mg':2 'mL'",
                "Code { system: 'urn:x', code: 'y' }",
                "Interval[1, 5]",
                "Interval[@2026-01-01, @2026-01-31]",
                "Interval[1 'mg', 2 'mg']",
                "null",
                "({} as List<Integer>)",
                "{ 1, null, 3 }",
                "{ { 1 }, { 2, 3 } }",
                "Tuple { a: 1, b: Tuple { c: { 'x' } }, d: null }",
                "First([Observation])",
                "Patient",
                "Patient.gender"
            })
    void valuesOfCqlAreValid(String expression) {
        assertThat(errors(post(
                        "/fhir/$cql",
                        about("{\"name\":\"expression\",\"valueString\":\"%s\"},".formatted(expression)))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Library", "PlanDefinition"})
    void dataRequirementsAreValid(String type) {
        List<String> ids = request()
                .get("/fhir/" + type + "?_count=100&_elements=name")
                .then()
                .statusCode(200)
                .extract()
                .path("entry.resource.id");

        assertThat(ids)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(errors(get("/fhir/" + type + "/" + id + "/$data-requirements")))
                        .as(id)
                        .isEmpty());
    }

    /** Of different shapes; that the content itself is valid is looked at where the content is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/ValueSet/lab-phosphate/$expand",
                "/fhir/ValueSet/lab-phosphate/$expand?filter=moles&count=1&offset=1",
                "/fhir/ValueSet/lab-phosphate/$expand?count=0",
                "/fhir/ValueSet/tumoral-calcinosis/$expand",
                "/fhir/ValueSet/lab-phosphate/$validate-code?system=http://loinc.org&code=2777-1&display=other",
                "/fhir/ValueSet/lab-phosphate/$validate-code?system=http://loinc.org&code=none",
                "/fhir/ValueSet?_count=3&_offset=3",
                "/fhir/ValueSet?_summary=count",
                "/fhir/OperationDefinition?_summary=true",
                "/fhir/Library/CalciumPhosphateProduct",
                "/fhir/metadata"
            })
    void answersToReadsAreValid(String address) {
        assertThat(errors(get(address))).isEmpty();
    }

    /** Of HAPI, of Spring, of the container and of our own making. */
    @ParameterizedTest
    @CsvSource({
        "GET, /fhir, 400",
        "GET, /fhir/ValueSet/none, 404",
        "GET, /fhir/none, 404",
        "GET, /fhir/ValueSet?_sort=name, 400",
        "GET, /fhir/ValueSet/$expand, 400",
        "GET, /fhir/$assess, 405",
        "GET, /fhir/metadata?_format=xml, 406",
        "GET, /fhir/metadata;x, 400",
        "POST, /fhir/$assess, 400",
        "POST, /fhir/PlanDefinition/calcinosis-patient-view/$apply, 400",
        "POST, /fhir/$none, 400",
        "PUT, /fhir/ValueSet/lab-phosphate, 405",
        "POST, /cds-services/none, 404",
        "POST, /cds-services/calcinosis-patient-view, 400",
        "DELETE, /cds-services, 405"
    })
    void errorsAreValid(Method method, String address, int status) {
        String answer = request()
                .body("{}")
                .request(method, address)
                .then()
                .statusCode(status)
                .extract()
                .asString();

        assertThat(answer).contains("OperationOutcome");
        assertThat(errors(answer)).isEmpty();
    }

    private static List<String> errors(String json) {
        return VALIDATOR.errors(json);
    }

    private static String about(String parameter) {
        return """
                {"resourceType":"Parameters","parameter":[%s{"name":"data","resource":%s},
                {"name":"subject","valueString":"Patient/%s"},{"name":"asOf","valueDateTime":"%s"}]}""".formatted(parameter, DIALYSIS.bundle(), DIALYSIS.patientId(), DIALYSIS.asOfText());
    }

    private String post(String path, String body) {
        return request().body(body).post(path).then().statusCode(200).extract().asString();
    }

    private String get(String address) {
        return request().get(address).then().statusCode(200).extract().asString();
    }

    private RequestSpecification request() {
        return RestAssured.given()
                .port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8");
    }
}
