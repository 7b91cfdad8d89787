package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The first case of each topic expects the contrary of what each rule of its hook is. */
@Tag("once")
class RuleConditionsTests {
    private static final Path HERE = Path.of("");

    @Test
    void everyRuleThatDiffersHasAConditionWithItsPlace() throws IOException {
        try (CaseRunner runner = CaseRunner.of(new Content.Folder(HERE))) {
            for (ContentCase each : firstOfEachTopic()) {
                Set<String> all = new TreeSet<>();
                Set<String> untrue = new TreeSet<>();
                for (ExplainedRule rule : runner.explain(runner.request(each.input()), each.parameters())) {
                    all.add(rule.rule());
                    if (!rule.explanation().state().equals("true")) {
                        untrue.add(rule.rule());
                    }
                }
                List<String> differences = runner.run(expecting(untrue, each)).differences();
                assertThat(all)
                        .as(each.toString())
                        .isNotEmpty()
                        .allSatisfy(rule -> assertThat(differences)
                                .anySatisfy(line -> assertThat(line)
                                        .matches("(?s)" + rule
                                                + " is (true|false|undetermined): .+ is .+  \\w+\\.cql:[1-9]\\d*")));
            }
        }
    }

    private static ContentCase expecting(Set<String> rules, ContentCase each) {
        ObjectNode expected = each.expected().deepCopy();
        expected.remove("no");
        ArrayNode stated = expected.putArray("rules");
        rules.forEach(stated::add);
        return new ContentCase(each.path(), each.hook(), each.topic(), each.name(), expected, each.files());
    }

    private static Collection<ContentCase> firstOfEachTopic() throws IOException {
        Map<String, ContentCase> cases = new LinkedHashMap<>();
        ContentCase.in(HERE).forEach(each -> cases.putIfAbsent(each.hook() + "/" + each.topic(), each));
        return cases.values();
    }
}
