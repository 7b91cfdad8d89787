package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import org.calcinosiscds.decision.RuleReference;
import org.calcinosiscds.decision.RuleReferences;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** The pages that cards link to, and the links. */
@TestPropertySource(properties = "calcinosis.public-url=https://cds.example.org/calcinosis/")
class RulePagesIT extends HookTest {
    @Autowired
    RuleReferences references;

    @Test
    void everyRuleHasAPageThatNeedsNothingElse() {
        assertThat(references.byId()).hasSizeGreaterThan(50);
        for (RuleReference rule : references.byId().values()) {
            Response response = given().port(port).get("/rules/" + rule.id());
            assertThat(response.statusCode()).as(rule.id()).isEqualTo(200);
            assertThat(response.contentType()).isEqualToIgnoringCase("text/html;charset=UTF-8");
            assertThat(response.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'");
            assertThat(response.asString())
                    .contains("<h2>When it is shown</h2>", "<h2>Sources</h2>", "Decision support, not a diagnosis.")
                    .contains("Rule " + rule.id())
                    .doesNotContainPattern("(?i)<script|<[^>]* on\\w+=")
                    .doesNotContain(" style=", "<img", "<link", "@import", "url(", "null");
        }
    }

    @Test
    void pageOfNoRuleIs404() {
        given().port(port)
                .get("/rules/Rosalind")
                .then()
                .statusCode(404)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo("OperationOutcome"));
    }

    @Test
    void cardLinksToThePageUnderThePublicAddress() {
        call(HookRequest.patientView())
                .statusCode(200)
                .body(
                        "cards[0].links.url.findAll { it.contains('/rules/') }",
                        contains("https://cds.example.org/calcinosis/rules/CC-010"))
                .body("cards[0].links.type.unique()", contains("absolute"));
    }
}
