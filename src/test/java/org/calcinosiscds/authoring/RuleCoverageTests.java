package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.cql.elm.NeverNull;
import org.junit.jupiter.api.Test;

class RuleCoverageTests {
    private static final SourcePosition START = new SourcePosition(1, 1);

    @Test
    void ruleThatCanBeNullIsWantedUndeterminedInACase() {
        assertThat(missing(false, 1, 1, 0)).containsExactly("never undetermined");
        assertThat(missing(false, 1, 1, 1)).isEmpty();
        assertThat(missing(true, 1, 1, 0)).isEmpty();
        assertThat(missing(true, 0, 0, 0)).containsExactly("never true", "never false");
    }

    @Test
    void reasonIsOutOfDateWhenItsDefineIsGoneOrWasNull() {
        NeverNullReasons reasons = new NeverNullReasons(Map.of(new NeverNull.Name("Rules", "CC-001 Fires"), "why"));

        assertThat(reasons.outOfDate(List.of(library(true, 1, 1, 0)))).isEmpty();
        assertThat(reasons.outOfDate(List.of(library(true, 1, 1, 1))))
                .containsExactly("never-null.csv: Rules \"CC-001 Fires\" was null in a case.");
        assertThat(reasons.outOfDate(List.of())).containsExactly("never-null.csv: there is no Rules \"CC-001 Fires\".");
    }

    private static List<String> missing(boolean isNeverNull, long isTrue, long isFalse, long isNull) {
        List<RuleCoverage> rules = RuleCoverage.of(List.of(library(isNeverNull, isTrue, isFalse, isNull)));
        assertThat(rules).extracting(RuleCoverage::rule).containsExactly("CC-001");
        return rules.get(0).missing();
    }

    private static LibraryCoverage library(boolean isNeverNull, long isTrue, long isFalse, long isNull) {
        CoveragePoint whole = new CoveragePoint(START, START, true, isTrue + isFalse + isNull, isTrue, isFalse, isNull);
        return new LibraryCoverage(
                "Rules",
                List.of(
                        new LibraryCoverage.Definition("CC-001 Fires", START, Set.of(), isNeverNull, List.of(whole)),
                        new LibraryCoverage.Definition("Other", START, Set.of(), false, List.of(whole))));
    }
}
