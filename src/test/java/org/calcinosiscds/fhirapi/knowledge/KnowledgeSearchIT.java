package org.calcinosiscds.fhirapi.knowledge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Reading and searching the knowledge itself. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class KnowledgeSearchIT {
    @LocalServerPort
    int port;

    @Autowired
    KnowledgeBase knowledge;

    @ParameterizedTest
    @CsvSource({
        "PlanDefinition?_id=calcinosis-patient-view, calcinosis-patient-view",
        "ValueSet?url=https://calcinosis-cds.org/fhir/ValueSet/lab-phosphate, lab-phosphate",
        "ValueSet?name=labPHOS, lab-phosphate",
        "ValueSet?name:contains=Phosph&name:contains=lab, lab-phosphate",
        "Library?name:exact=CalciumPhosphateProduct&version=0.1.0, CalciumPhosphateProduct",
        "CodeSystem?_id=rule, rule",
        "ActivityDefinition?_id=o-pth, o-pth",
        "OperationDefinition?_id=assess, assess"
    })
    void searchFinds(String search, String id) {
        found(search).body("total", equalTo(1)).body("entry[0].resource.id", equalTo(id));
    }

    @Test
    void entriesAreAddressedOnThisServer() {
        found("CodeSystem?_id=rule")
                .body("entry[0].fullUrl", equalTo("http://localhost:" + port + "/fhir/CodeSystem/rule"))
                .body("entry[0].search.mode", equalTo("match"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Library?version=9.9.9",
                "Library?name=phosphate",
                "Library?name:exact=calciumphosphateproduct",
                "Library?_id=CalciumPhosphateProduct&version=2",
                "ValueSet?url=https://calcinosis-cds.org/fhir/ValueSet/lab"
            })
    void searchThatMatchesNothingIsAnEmptySearchset(String search) {
        found(search).body("total", equalTo(0)).body("entry", nullValue());
    }

    @Test
    void commaMeansOr() {
        found("CodeSystem?_id=rule,problem").body("total", equalTo(2));
    }

    @Test
    void searchMayBePosted() {
        given().port(port)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("_id", "rule")
                .post("/fhir/CodeSystem/_search")
                .then()
                .statusCode(200)
                .body("total", equalTo(1));
    }

    @Test
    void pagesLeadToEveryResourceOnce() {
        List<String> ids = new ArrayList<>();
        String next = "http://localhost:" + port + "/fhir/ValueSet?version=0.1.0&_count=37";
        int pages = 0;
        while (next != null) {
            JsonPath page = given().urlEncodingEnabled(false)
                    .get(next)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("entry.resource.id"));
            assertThat(page.getInt("total")).isEqualTo(knowledge.valueSets().size());
            next = page.getString("link.find { it.relation == 'next' }.url");
            pages++;
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(knowledge.valueSets().size());
        assertThat(pages).isEqualTo((ids.size() + 36) / 37);
    }

    @Test
    void previousPageIsLinkedToo() {
        found("ValueSet?_count=10&_offset=20")
                .body("entry", hasSize(10))
                .body("link.find { it.relation == 'previous' }.url", containsString("_count=10&_offset=10"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Library?_summary=count", "Library?_count=0"})
    void totalAloneIsToldOnRequest(String search) {
        given().port(port)
                .get("/fhir/" + search)
                .then()
                .statusCode(200)
                .body("total", equalTo(knowledge.libraries().size()))
                .body("entry", nullValue());
    }

    @Test
    void summaryLeavesTheBulkOut() {
        found("Library?_id=CalciumPhosphateProduct&_summary=true")
                .body("entry[0].resource.name", equalTo("CalciumPhosphateProduct"))
                .body("entry[0].resource.content.data", everyItem(nullValue()))
                .body("entry[0].resource.meta.tag.code", hasItem("SUBSETTED"));
    }

    @Test
    void libraryCarriesItsCqlAndElm() throws Exception {
        JsonPath library = given().port(port)
                .get("/fhir/Library/CalciumPhosphateProduct")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(content(library, "text/cql"))
                .isEqualTo(Files.readString(Path.of("cql/CalciumPhosphateProduct.cql")));
        JsonPath elm = JsonPath.from(content(library, "application/elm+json"));
        assertThat(elm.getString("library.identifier.id")).isEqualTo("CalciumPhosphateProduct");
        assertThat(elm.getList("library.statements.def.name")).contains("Product");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Library?Rosalind=1",
                "Library?title=Rosalind",
                "Library?_sort=name",
                "Library?_include=Library:Rosalind",
                "Library?name:missing=true",
                "Library?_id:not=Rosalind",
                "Library?_count=-1",
                "Library?_count=Rosalind",
                "Library?_offset=-5",
                "Library?_offset=Rosalind",
                "Library?_count=1&_count=2",
                "Library?name:Rosalind=x",
                "Library?url:below=Rosalind",
                "Library?_ID=Rosalind"
            })
    void whatASearchDoesNotTakeIsAnswered400(String search) {
        String body = given().port(port)
                .urlEncodingEnabled(false)
                .get("/fhir/" + search)
                .then()
                .statusCode(400)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].severity", equalTo("error"))
                .extract()
                .asString();
        assertThat(body).doesNotContain("Rosalind").doesNotContain("HAPI");
    }

    @Test
    void capabilityStatementTellsOfSearchesAndOperationsAndOfNoProductBesidesOurs() {
        given().port(port)
                .get("/fhir/metadata")
                .then()
                .statusCode(200)
                .body("software.name", equalTo("Calcinosis CDS"))
                .body("rest[0].resource.type", hasItem("OperationDefinition"))
                .body("rest[0].resource.type", not(hasItem("Patient")))
                .body(
                        "rest[0].resource.find { it.type == 'Library' }.searchParam.name",
                        equalTo(List.of("_id", "url", "name", "version")))
                .body("rest[0].operation.name", hasItem("assess"))
                .body(
                        "rest[0].operation.definition",
                        everyItem(startsWith("https://calcinosis-cds.org/fhir/OperationDefinition/")))
                .body(not(containsString("HAPI")));
    }

    private static String content(JsonPath library, String type) {
        return new String(
                Base64.getDecoder().decode(library.getString("content.find { it.contentType == '" + type + "' }.data")),
                StandardCharsets.UTF_8);
    }

    private ValidatableResponse found(String search) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .get("/fhir/" + search)
                .then()
                .statusCode(200)
                .contentType("application/fhir+json")
                .body("type", equalTo("searchset"))
                .body("link[0].relation", equalTo("self"));
    }
}
