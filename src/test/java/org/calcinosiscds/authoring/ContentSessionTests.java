package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.calcinosiscds.authoring.ContentSession.Update;
import org.calcinosiscds.cql.SmallKnowledge;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentSessionTests {
    @TempDir
    Path folder;

    @Test
    void brokenContentIsReportedAndTheLastGoodOneIsKept() {
        SmallKnowledge small = new SmallKnowledge(folder).withTrigger();
        try (ContentSession session = new ContentSession(new Content.Folder(folder))) {
            assertThat(session.look().isGood()).isTrue();
            assertThat(session.look()).isNull();
            String good = session.version();
            CaseRunner runner = session.runner();

            small.replacing("cql/Kidney.cql", "[Condition: \"Dialysis\"]", "[Condition: \"Dialisis\"]");
            assertThat(session.look().isGood()).isFalse();
            assertThat(session.findings()).extracting(Finding::code).containsExactly("CDS012");
            assertThat(session.version()).isEqualTo(good);
            assertThat(session.runner()).isSameAs(runner);

            small.replacing("cql/Kidney.cql", "[Condition: \"Dialisis\"]", "[Condition: \"Dialysis\"] // again");
            Update mended = session.look();
            assertThat(session.findings()).isEmpty();
            assertThat(mended.files()).containsExactly("cql/Kidney.cql");
            assertThat(session.version())
                    .isNotEqualTo(good)
                    .isEqualTo(new Content.Folder(folder).identity().sha256());
        }
    }

    @Test
    void changeReachesTheRulesThatUseIt() {
        Map<String, String> before = Map.of(
                "cql/A.cql",
                "library A\nvalueset \"Codes\": 'urn:codes'\ndefine \"Deep\": exists [Condition: \"Codes\"]\n",
                "cql/B.cql",
                """
                library B
                include A called A
                define "R-1 Fires": A."Deep" // deep
                define "R-1 Rule": if "R-1 Fires" then 1 else null
                define "R-2 Rule": 2
                """,
                "fhir-resources/value-set/ValueSet-codes.json",
                "{\"url\": \"urn:codes\"}");

        assertThat(rules(before, "cql/A.cql", "exists", "not exists")).containsExactly("R-1");
        assertThat(rules(before, "cql/B.cql", "2\n", "3\n")).containsExactly("R-2");
        assertThat(rules(before, "cql/B.cql", "// deep", "// deeper")).isEmpty();
        assertThat(rules(before, "fhir-resources/value-set/ValueSet-codes.json", "}", ", \"x\": 1}"))
                .containsExactly("R-1");
    }

    private static Iterable<String> rules(Map<String, String> before, String file, String text, String other) {
        Map<String, String> after = new java.util.TreeMap<>(before);
        after.computeIfPresent(file, (key, whole) -> whole.replace(text, other));
        ChangedRules changed = ChangedRules.between(before, after);
        assertThat(changed.isAll()).isFalse();
        return changed.rules();
    }
}
