package org.calcinosiscds.fhirapi.knowledge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code $expand}, {@code $validate-code} and {@code $data-requirements}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class TerminologyOperationIT {
    private static final String PHOSPHATE = "https://calcinosis-cds.org/fhir/ValueSet/lab-phosphate";

    @LocalServerPort
    int port;

    @Autowired
    KnowledgeBase knowledge;

    @Autowired
    DecisionSupport decisionSupport;

    @ParameterizedTest
    @ValueSource(strings = {"ValueSet/lab-phosphate/$expand", "ValueSet/$expand?url=" + PHOSPHATE})
    void expansionHasEveryCode(String path) {
        get(path)
                .body("url", equalTo(PHOSPHATE))
                .body("compose", nullValue())
                .body("expansion.total", equalTo(5))
                .body("expansion.contains.code", hasItems("2777-1", "14879-1"))
                .body("expansion.contains.system", hasItem("http://loinc.org"));
    }

    @Test
    void expansionOfEveryValueSetHasWhatTheRulesMatch() {
        for (var valueSet : knowledge.valueSets().values()) {
            int total = get("ValueSet/$expand?url=" + valueSet.url()).extract().path("expansion.total");
            assertThat(total).as(valueSet.url()).isEqualTo(valueSet.size());
        }
    }

    @Test
    void filterWantsEveryWord() {
        get("ValueSet/lab-phosphate/$expand?filter=moles%20blood")
                .body("expansion.contains.code", equalTo(List.of("24519-1")));
    }

    @Test
    void expansionComesInPages() {
        get("ValueSet/lab-phosphate/$expand?count=2&offset=1")
                .body("expansion.total", equalTo(5))
                .body("expansion.offset", equalTo(1))
                .body("expansion.contains", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({
        "lab-phosphate/$validate-code?code=2777-1&system=http://loinc.org, true",
        "lab-phosphate/$validate-code?code=2777-1&system=http://snomed.info/sct, false",
        "lab-phosphate/$validate-code?code=17861-6&system=http://loinc.org, false",
        "$validate-code?url=https://calcinosis-cds.org/fhir/ValueSet/lab-phosphate&code=2777-1&system=http://loinc.org, true"
    })
    void codeIsValidated(String path, boolean isIn) {
        get("ValueSet/" + path).body("parameter.find { it.name == 'result' }.valueBoolean", equalTo(isIn));
    }

    @Test
    void otherDisplayIsToldAndNoError() {
        get("ValueSet/lab-phosphate/$validate-code?code=2777-1&system=http://loinc.org&display=Rosalind")
                .body("parameter.find { it.name == 'result' }.valueBoolean", equalTo(true))
                .body("parameter.find { it.name == 'message' }.valueString", containsString("differs"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"coding\",\"valueCoding\":{\"system\":\"http://loinc.org\",\"code\":\"2777-1\"}}",
                "{\"name\":\"codeableConcept\",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"1\"},{\"system\":\"http://loinc.org\",\"code\":\"2777-1\"}]}}"
            })
    void codingAndConceptAreValidated(String parameter) {
        given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + parameter + "]}")
                .post("/fhir/ValueSet/lab-phosphate/$validate-code")
                .then()
                .statusCode(200)
                .body("parameter.find { it.name == 'result' }.valueBoolean", equalTo(true))
                .body("parameter.find { it.name == 'code' }.valueCode", equalTo("2777-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "ValueSet/lab-phosphate/$validate-code?code=Rosalind, 400",
        "ValueSet/lab-phosphate/$validate-code, 400",
        "ValueSet/$expand, 400",
        "ValueSet/Rosalind/$expand, 404",
        "ValueSet/$expand?url=urn:Rosalind, 404",
        "ValueSet/lab-phosphate/$expand?count=-1, 400",
        "ValueSet/lab-phosphate/$expand?Rosalind=1, 400",
        "Library/Rosalind/$data-requirements, 404"
    })
    void wrongCallIsRefusedWithoutRepeatingIt(String path, int status) {
        String body = given().port(port)
                .urlEncodingEnabled(false)
                .get("/fhir/" + path)
                .then()
                .statusCode(status)
                .body("resourceType", equalTo("OperationOutcome"))
                .extract()
                .asString();
        assertThat(body).doesNotContain("Rosalind");
    }

    /** The prefetch of the hook reads the same types. */
    @Test
    void planTellsWhatItReads() {
        ValidatableResponse module = get("PlanDefinition/calcinosis-patient-view/$data-requirements")
                .body("type.coding[0].code", equalTo("module-definition"))
                .body("dataRequirement.codeFilter.valueSet.flatten()", hasItem(PHOSPHATE))
                .body("relatedArtifact.resource", hasItem(PHOSPHATE))
                .body(
                        "relatedArtifact.resource",
                        hasItem("https://calcinosis-cds.org/fhir/Library/CalciumPhosphateProduct|0.1.0"))
                .body("parameter.name", hasItem("User Type"));
        Set<String> types = new TreeSet<>(module.extract().<List<String>>path("dataRequirement.type"));
        types.remove("Medication");
        Set<String> prefetched = new TreeSet<>();
        decisionSupport.services().stream()
                .filter(service -> service.id().equals("calcinosis-patient-view"))
                .flatMap(service -> service.prefetch().values().stream())
                .forEach(query -> prefetched.add(query.resourceType()));
        assertThat(types).isEqualTo(prefetched);
    }

    @Test
    void libraryTellsWhatItReads() {
        get("Library/$data-requirements?url=https://calcinosis-cds.org/fhir/Library/CalciumPhosphateProduct")
                .body("dataRequirement.type", hasItem("Observation"))
                .body("parameter.name", hasItem("Pairing Window Hours"));
    }

    private ValidatableResponse get(String path) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .get("/fhir/" + path)
                .then()
                .statusCode(200)
                .contentType("application/fhir+json");
    }

    @Test
    void codeThatIsAskedForInTwoWaysIsRefused() {
        given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body("""
                        {"resourceType":"Parameters","parameter":[{"name":"coding","valueCoding":{"code":"x"}},
                        {"name":"code","valueCode":"y"}]}""")
                .post("/fhir/ValueSet/lab-phosphate/$validate-code")
                .then()
                .statusCode(400)
                .body("issue[0].code", equalTo("value"));
    }
}
