package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/** An author's slip in a pattern is named with its place. */
class ConceptPropertiesTests {
    private static final String CODE_SYSTEM = "https://calcinosis-cds.org/fhir/CodeSystem/code-spelling";

    @Test
    void patternThatIsNoneIsNamed() {
        assertThatThrownBy(() -> ConceptProperties.pattern(CODE_SYSTEM, concept("([A-Z]", "$1"), 0))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining(
                        "CodeSystem/code-spelling concept \"c\": the property pattern is no regular expression: Unclosed group");
    }

    @Test
    void groupThatThePatternLacksIsNamed() {
        ConceptDefinitionComponent concept = concept("([A-Z])[0-9]", "$2");
        Pattern pattern = ConceptProperties.pattern(CODE_SYSTEM, concept, 0);

        assertThatThrownBy(() -> ConceptProperties.replacement(CODE_SYSTEM, concept, pattern, "spelling"))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("the property spelling names a group that the pattern does not have");
    }

    @Test
    void replacementIsThatOfTheConcept() {
        ConceptDefinitionComponent concept = concept("([A-Z])[0-9]", "$1.");
        Pattern pattern = ConceptProperties.pattern(CODE_SYSTEM, concept, 0);

        assertThat(ConceptProperties.replacement(CODE_SYSTEM, concept, pattern, "spelling"))
                .isEqualTo("$1.");
    }

    private static ConceptDefinitionComponent concept(String pattern, String spelling) {
        ConceptDefinitionComponent concept = new ConceptDefinitionComponent().setCode("c");
        concept.addProperty().setCode("pattern").setValue(new StringType(pattern));
        concept.addProperty().setCode("spelling").setValue(new StringType(spelling));
        return concept;
    }
}
