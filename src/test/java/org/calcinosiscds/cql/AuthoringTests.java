package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The CQL is written so that a reader finds each thing in one place and reads it without a glossary. */
class AuthoringTests {
    private static final Pattern STRING_OR_COMMENT = Pattern.compile("(?s)'(?:\\\\.|[^'\\\\])*'|/\\*.*?\\*/|//[^\\n]*");
    private static final Pattern LITERAL = Pattern.compile("(id: )?'((?:\\\\.|[^'\\\\])*)'");
    private static final Pattern RULE_ID = Pattern.compile("CC-[0-9]{3}");
    private static final Pattern NAME =
            Pattern.compile("^(?:define (?:function )?|valueset |parameter )\"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern RUN_TOGETHER = Pattern.compile("[a-z][A-Z0-9]");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'(?:\\\\.|[^'\\\\])*'");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])\\d+(?:\\.\\d+)?(?![\\w.-])");
    private static final Pattern NO_THRESHOLD =
            Pattern.compile("(?m)^(?:library|using|include) .*$|^ +(?:rank|level):.*$");

    /** Sentences whose figure is advice, and by chance that of a threshold of the same library. */
    private static final List<String> ADVICE =
            List.of("Metabolic panel and blood gas within 72 hours; the same day with symptoms.");

    /** Words with a capital inside that are spelled so everywhere. */
    private static final List<String> USUAL = List.of("eGFR", "IgA", "pH");

    @Test
    void aRuleIdStandsAtItsOwnRuleOnly() {
        Map<String, String> homes = new TreeMap<>();
        libraries()
                .forEach((library, cql) -> LITERAL.matcher(cql)
                        .results()
                        .filter(literal -> RULE_ID.matcher(literal.group(2)).find())
                        .forEach(literal -> {
                            String rule = literal.group(2);
                            assertThat(literal.group(1))
                                    .as("%s says '%s'", library, rule)
                                    .isNotNull();
                            assertThat(cql).as(library).contains("define \"" + rule + " Rule\":");
                            assertThat(homes.merge(rule, library, (one, other) -> one))
                                    .as("library of %s", rule)
                                    .isEqualTo(library);
                        }));

        assertThat(homes).hasSizeGreaterThan(50);
        assertThat(CaseAnswers.COMPILED.services().values().stream()
                        .flatMap(service -> service.actions().stream())
                        .map(PlanDefinitionLogic.Action::toString))
                .noneMatch(action -> action.contains("CC-"));
    }

    @Test
    void namesAreInWholeWords() {
        libraries()
                .forEach((library, cql) -> assertThat(NAME.matcher(cql)
                                .results()
                                .map(name -> name.group(1))
                                .filter(AuthoringTests::isRunTogether))
                        .as(library)
                        .isEmpty());
    }

    @Test
    void theTypeOfARuleIsWrittenOnce() {
        assertThat(libraries().values().stream()
                        .flatMap(cql -> Pattern.compile("\\brank Integer\\b")
                                .matcher(cql)
                                .results()))
                .hasSize(1);
    }

    /** A figure of the logic that a sentence repeats as text stays behind when the threshold changes. */
    @Test
    void sentencesTakeFiguresFromThresholds() {
        libraries().forEach((library, cql) -> {
            Set<BigDecimal> thresholds = numbers(
                            QUOTED.matcher(NO_THRESHOLD.matcher(cql).replaceAll(""))
                                    .replaceAll(""))
                    .filter(number -> number.compareTo(BigDecimal.valueOf(3)) > 0)
                    .collect(Collectors.toSet());
            assertThat(LITERAL.matcher(cql)
                            .results()
                            .map(literal -> literal.group(2))
                            .filter(sentence ->
                                    sentence.contains(" ") && !sentence.contains("[") && !ADVICE.contains(sentence))
                            .filter(sentence -> numbers(sentence).anyMatch(thresholds::contains)))
                    .as(library)
                    .isEmpty();
        });
    }

    private static Stream<BigDecimal> numbers(String text) {
        return NUMBER.matcher(text).results().map(number -> new BigDecimal(number.group()).stripTrailingZeros());
    }

    private static boolean isRunTogether(String name) {
        String rest = name;
        for (String usual : USUAL) {
            rest = rest.replace(usual, "");
        }
        return rest.startsWith("VS-") || RUN_TOGETHER.matcher(rest).find();
    }

    /** Our own libraries without their comments, by name. */
    private static Map<String, String> libraries() {
        Map<String, String> libraries = new TreeMap<>();
        CaseAnswers.COMPILED.knowledge().cql().forEach((name, cql) -> libraries.put(name, withoutComments(cql)));
        libraries.remove("FHIRHelpers");
        return libraries;
    }

    private static String withoutComments(String cql) {
        return STRING_OR_COMMENT
                .matcher(cql)
                .replaceAll(part -> part.group().startsWith("'") ? Matcher.quoteReplacement(part.group()) : "");
    }
}
