package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The CQL is written so that a reader finds each thing in one place and reads it without a glossary. */
@Tag("once")
class AuthoringTests {
    private static final Pattern STRING_OR_COMMENT = Pattern.compile("(?s)'(?:\\\\.|[^'\\\\])*'|/\\*.*?\\*/|//[^\\n]*");
    private static final Pattern LITERAL = Pattern.compile("(id: )?'((?:\\\\.|[^'\\\\])*)'");
    private static final Pattern RULE_ID = Pattern.compile("CC-[0-9]{3}");
    private static final Pattern NAME =
            Pattern.compile("^(?:define (?:function )?|valueset |parameter )\"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern RUN_TOGETHER = Pattern.compile("[a-z][A-Z0-9]");

    /** A type has no colons, a value has one after each name. */
    private static final Pattern TUPLE_TYPE = Pattern.compile("Tuple \\{([^{}:]*)}");

    private static final Pattern RULE = Pattern.compile("define \"CC-[0-9]{3} Rule\"");
    private static final int MAX_SENTENCE_LENGTH = 120;
    private static final int MAX_LIBRARY_LINES = 300;

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])\\d+(?:\\.\\d+)?(?![\\w.-])");
    /** Sentences with a figure that is by chance that of a threshold, and what it is. */
    private static final Map<String, String> OTHER_FIGURES = Map.of(
            " years: one labelled dose in 24 hours at most",
            "The dose on the label.",
            "Laxative or enema: never more than one dose in 24 hours.",
            "The dose on the label.",
            "Calcinosis in up to 70% in older series, about 10-40% now; mostly 1-3 years into the disease.",
            "A share of patients.",
            "Calcinosis in juvenile dermatomyositis (up to 70% in older series) usually reflects active or under-treated disease; early vigorous treatment is said to lower the risk: ask paediatric rheumatology to review disease control. Corticosteroids, methotrexate and intravenous immunoglobulin are theirs to start and change.",
            "A share of patients.",
            "up to 70% in older series",
            "A share of patients.");

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
                        .map(PlanAction::toString))
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

    /** CQL has no name for a type: a function takes the fields it needs, or is the only one that takes the tuple. */
    @Test
    void theTypeOfATupleIsWrittenOnce() {
        Map<String, Long> types = libraries().values().stream()
                .flatMap(cql -> TUPLE_TYPE.matcher(cql).results())
                .map(type -> type.group(1).replaceAll("\\s+", " ").strip())
                .filter(type ->
                        type.chars().filter(character -> character == ',').count() > 1)
                .collect(Collectors.groupingBy(type -> type, Collectors.counting()));

        assertThat(types)
                .isNotEmpty()
                .allSatisfy((type, times) -> assertThat(times).as(type).isEqualTo(1));
        assertThat(libraries().values().stream()
                        .flatMap(cql -> Pattern.compile("\\brank Integer\\b")
                                .matcher(cql)
                                .results()))
                .hasSize(1);
    }

    @Test
    void librariesFitOnAFewPages() {
        Map<String, String> all = CaseAnswers.COMPILED.knowledge().cql();
        libraries()
                .keySet()
                .forEach(name ->
                        assertThat(all.get(name).lines().count()).as(name).isLessThanOrEqualTo(MAX_LIBRARY_LINES));
    }

    /** Longer ones stand in a library of texts, so that a rule is its conditions, its tuple and calls. */
    @Test
    void rulesHoldNoLongSentence() {
        libraries().values().stream()
                .filter(cql -> RULE.matcher(cql).find())
                .forEach(cql -> assertThat(LITERAL.matcher(cql).results().map(literal -> literal.group(2)))
                        .allMatch(sentence -> sentence.length() <= MAX_SENTENCE_LENGTH));
    }

    /** A figure of the logic that a sentence repeats as text stays behind when the threshold changes. */
    @Test
    void sentencesTakeFiguresFromThresholds() {
        Set<BigDecimal> thresholds = ThresholdTests.thresholds().stream()
                .map(BigDecimal::stripTrailingZeros)
                .filter(number -> number.compareTo(BigDecimal.valueOf(3)) > 0)
                .collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        Map<String, String> libraries = libraries();
        libraries.remove("CardSources"); // Titles of publications.
        libraries
                .values()
                .forEach(cql -> LITERAL.matcher(cql)
                        .results()
                        .map(literal -> literal.group(2))
                        .filter(sentence -> sentence.contains(" ") && !sentence.contains("["))
                        .filter(sentence -> numbers(sentence).anyMatch(thresholds::contains))
                        .forEach(found::add));

        assertThat(found).isEqualTo(new TreeSet<>(OTHER_FIGURES.keySet()));
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
