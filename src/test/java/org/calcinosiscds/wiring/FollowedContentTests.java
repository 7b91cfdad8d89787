package org.calcinosiscds.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.calcinosiscds.authoring.ContentSession;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.SmallKnowledge;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.knowledge.Content;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** When a change of a file is seen. */
class FollowedContentTests {
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String DIALYSIS = "105502003";

    @TempDir
    private Path folder;

    @AfterEach
    void endTheRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void requestIsAnsweredFromOneTextAndTheNextFromTheNewOne() throws IOException {
        new SmallKnowledge(folder).withTrigger();
        try (ContentSession session = new ContentSession(new Content.Folder(folder))) {
            DataRequirements needs =
                    new FollowedContent(session).following(DataRequirements.class, CqlKnowledge::dataRequirements);
            begin();
            assertThat(needs.readsCodesOf(dialysis())).isTrue();
            Path valueSet = folder.resolve("fhir-resources/value-set/ValueSet-dialysis.json");
            Files.writeString(valueSet, Files.readString(valueSet).replace(DIALYSIS, "1"));
            assertThat(needs.readsCodesOf(dialysis())).as("the same request").isTrue();
            begin();
            assertThat(needs.readsCodesOf(dialysis())).as("the next request").isFalse();
            Files.writeString(valueSet, Files.readString(valueSet).replace("\"1\"", "\"" + DIALYSIS + "\""));
            endTheRequest();
            assertThat(needs.readsCodesOf(dialysis())).as("no request").isTrue();
        }
    }

    private static void begin() {
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
    }

    private static Condition dialysis() {
        return new Condition().setCode(new CodeableConcept(new Coding(SNOMED, DIALYSIS, null)));
    }
}
