package org.calcinosiscds.authoring.completion;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonCompletionTests {
    private static final JsonCompletion COMPLETION = new JsonCompletion(
            FhirContext.forR4Cached(), Map.of("fhir-resources/code-system/CodeSystem-colour.json", """
                    {
                      "resourceType": "CodeSystem",
                      "url": "https://example.org/CodeSystem/colour",
                      "concept": [{"code": "red", "display": "Red"}, {"code": "blue"}]
                    }
                    """));

    /** @param text with a bar at the cursor */
    private static List<Suggestion> at(String text) {
        return COMPLETION.at(text.replace("|", ""), text.indexOf('|'));
    }

    private static List<String> names(List<Suggestion> suggestions) {
        return suggestions.stream().map(Suggestion::name).toList();
    }

    @Test
    void elementsOfAResourceAreOfferedThatItHasNotYet() {
        List<Suggestion> offered = at("{\"resourceType\": \"ValueSet\", \"name\": \"A\", \"|\"}");

        assertThat(names(offered)).contains("compose", "status", "url").doesNotContain("name", "valueQuantity");
        assertThat(offered).anySatisfy(each -> {
            assertThat(each.name()).isEqualTo("status");
            assertThat(each.type()).isEqualTo("code 1..1");
            assertThat(each.text()).isEqualTo("draft | active | retired | unknown");
        });
    }

    @Test
    void elementsAreThoseOfTheObjectAroundThePlace() {
        assertThat(
                        names(
                                at(
                                        "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\"s\",\"concept\":[{\"co|")))
                .containsExactlyInAnyOrder("code", "designation", "display", "extension", "id", "modifierExtension");
        assertThat(names(at(
                        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Condition\",\"|")))
                .contains("clinicalStatus");
        assertThat(names(at("{\"resourceType\":\"Observation\",\"|"))).contains("valueQuantity", "valueString");
        assertThat(names(at("{\"resourceType\":\"Observation\",\"extension\":[{\"url\":\"u\",\"|")))
                .contains("valueExpression");
    }

    @Test
    void valuesAreThoseOfARequiredBinding() {
        assertThat(names(at("{\"resourceType\":\"ValueSet\",\"status\": \"|")))
                .containsExactly("draft", "active", "retired", "unknown");
        assertThat(names(at("{\"resourceType\":\"ValueSet\",\"experimental\": t|")))
                .containsExactly("true", "false");
        assertThat(names(at("{\"resourceType\":\"|"))).contains("ValueSet", "PlanDefinition");
        assertThat(names(at("{|"))).containsExactly("resourceType");
    }

    @Test
    void codesOfTheCodeSystemsOfContentAndUrlsAreKnown() {
        assertThat(at("{\"resourceType\":\"ActivityDefinition\",\"code\":{\"coding\":[{\"system\":"
                        + "\"https://example.org/CodeSystem/colour\",\"code\":\"|"))
                .containsExactly(
                        new Suggestion("red", "code", "Red", false), new Suggestion("blue", "code", "", false));
        assertThat(names(at("{\"resourceType\":\"PlanDefinition\",\"library\":[\"|")))
                .containsExactly("https://example.org/CodeSystem/colour");
    }

    @Test
    void elementUnderThePointerIsToldWithItsTypeAndDefinition() {
        String text = "{\"resourceType\":\"ValueSet\",\n\"compose\":{\"include\":[{\"system\":\"http://loinc.org\"}]}}";

        assertThat(COMPLETION.about(text, text.indexOf("compose"))).hasValueSatisfying(each -> {
            assertThat(each.type()).isEqualTo("BackboneElement 0..1");
            assertThat(each.text()).isEqualTo("Content logical definition of the value set (CLD)");
        });
        assertThat(COMPLETION.about(text, text.indexOf("loinc")))
                .hasValueSatisfying(each -> assertThat(each.name()).isEqualTo("system"));
        assertThat(COMPLETION.about("{\"resourceType\":\"ValueSet\",\"nothing\":1}", 30))
                .isEmpty();
    }
}
