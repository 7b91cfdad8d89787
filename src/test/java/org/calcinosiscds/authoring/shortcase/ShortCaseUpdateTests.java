package org.calcinosiscds.authoring.shortcase;

import static org.assertj.core.api.Assertions.assertThat;

import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What is written into a case is what came, and nothing else of its text changes. */
class ShortCaseUpdateTests {
    private static final String ONE = """
            {"problem": "MINERAL", "indicator": "info", "summary": "Calcium 9.4: repeat", "orders": ["O-CA"]}""";
    private static final String OTHER = "{\"problem\": \"CKD-MBD\"}";

    @Test
    void listsInOneLine() {
        assertThat(updated("""
                name: a \uD83D\uDE00 case # with a remark
                rules: [ CC-1 ] # all of them
                cards: [ { problem: OLD } ]
                no: { CC-2: reason }
                """, "[\"CC-010\", \"CC-033\"]", ONE)).isEqualTo("""
                name: a \uD83D\uDE00 case # with a remark
                rules: [ CC-010, CC-033 ] # all of them
                cards: [ { problem: MINERAL, indicator: info, summary: "Calcium 9.4: repeat", orders: [ O-CA ] } ]
                no: { CC-2: reason }
                """);
    }

    @Test
    void listsInLines() {
        assertThat(updated("""
                rules:
                  - CC-1
                  # a remark
                  - CC-2
                # another

                cards:
                  - problem: OLD
                    orders:
                      - O-CA
                      - O-ALB
                no: { CC-2: reason }""", "[]", ONE + "," + OTHER)).isEqualTo("""
                rules:
                  [ ]
                # another

                cards:
                  - { problem: MINERAL, indicator: info, summary: "Calcium 9.4: repeat", orders: [ O-CA ] }
                  - { problem: CKD-MBD }
                no: { CC-2: reason }""");
    }

    @Test
    void severalCardsStandInLines() {
        assertThat(updated("cards: [ { problem: OLD } ] # one\nname: it", "[]", ONE + "," + OTHER))
                .isEqualTo("""
                        cards:
                          - { problem: MINERAL, indicator: info, summary: "Calcium 9.4: repeat", orders: [ O-CA ] }
                          - { problem: CKD-MBD } # one
                        name: it""");
    }

    @Test
    void whatIsNotStatedIsNotWritten() {
        assertThat(updated("name: it\n", "[]", ONE)).isEqualTo("name: it\n");
    }

    private static String updated(String text, String rules, String cards) {
        return ShortCaseUpdate.of(
                text, (ObjectNode) Json.read("{\"rules\": " + rules + ", \"cards\": [" + cards + "]}"));
    }
}
