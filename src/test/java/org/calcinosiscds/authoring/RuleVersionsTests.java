package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.decision.RuleReference;
import org.junit.jupiter.api.Test;

class RuleVersionsTests {
    private static final RuleReference RULE =
            new RuleReference("R-1", "Title", "It fires.", List.of(), List.of(), List.of(), List.of());

    private static final Map<String, String> CONTENT = Map.of(
            "cql/Rules.cql",
            """
            library Rules version '1'
            include Sets called Sets

            define "R-1 Fires":
              exists [Condition: Sets."Outer"]
            """,
            "cql/Sets.cql",
            """
            library Sets version '1'

            valueset "Outer": 'http://example.org/ValueSet/outer'
            """,
            "fhir-resources/value-set/ValueSet-outer.json",
            valueSet("outer", "http://example.org/ValueSet/middle"),
            "fhir-resources/value-set/ValueSet-middle.json",
            // Of a version, and in a circle.
            valueSet("middle", "http://example.org/ValueSet/inner|1", "http://example.org/ValueSet/outer"),
            "fhir-resources/value-set/ValueSet-inner.json",
            valueSet("inner"),
            "fhir-resources/value-set/ValueSet-other.json",
            valueSet("other", "http://example.org/ValueSet/inner"));

    @Test
    void changeOfAValueSetThatAnotherImportsIsAnotherVersion() {
        String before = version(CONTENT);

        for (String name : List.of("outer", "middle", "inner")) {
            assertThat(version(
                            with(name, valueSet(name, "http://example.org/ValueSet/inner", "http://example.org/more"))))
                    .as(name)
                    .isNotEqualTo(before);
        }
        assertThat(version(with("other", valueSet("other")))).isEqualTo(before);
    }

    private static String version(Map<String, String> content) {
        return new RuleVersions(content).of(RULE);
    }

    private static Map<String, String> with(String name, String text) {
        Map<String, String> changed = new TreeMap<>(CONTENT);
        changed.put("fhir-resources/value-set/ValueSet-%s.json".formatted(name), text);
        return changed;
    }

    private static String valueSet(String id, String... imported) {
        return """
                {"resourceType": "ValueSet", "url": "http://example.org/ValueSet/%s",
                 "compose": {"include": [{"valueSet": [%s]}]}}
                """.formatted(
                id,
                String.join(
                        ", ",
                        List.of(imported).stream().map(each -> '"' + each + '"').toList()));
    }
}
