package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which truth values the cases have seen of a rule, that is of its define {@code "<rule> Fires"}.
 */
public record RuleCoverage(String rule, LibraryCoverage.Definition define) {
    /** End of the name of the define that says whether a rule is true. */
    public static final String FIRES = " Fires";

    /** Of all rules, by id. */
    public static List<RuleCoverage> of(List<LibraryCoverage> libraries) {
        return libraries.stream()
                .flatMap(library -> library.definitions().stream()
                        .filter(define -> define.name().endsWith(FIRES))
                        .map(define -> new RuleCoverage(
                                define.name().substring(0, define.name().length() - FIRES.length()), define)))
                .sorted(Comparator.comparing(RuleCoverage::rule))
                .toList();
    }

    /** What no case has seen of it: true, false, or undetermined where it can be that; empty when all was seen. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        CoveragePoint whole = define.points().get(0);
        if (whole.isTrue() == 0) {
            missing.add("never true");
        }
        if (whole.isFalse() == 0) {
            missing.add("never false");
        }
        if (whole.isNull() == 0 && !define.isNeverNull()) {
            missing.add("never undetermined");
        }
        return missing;
    }

    /** Whether a case has seen it undetermined. */
    public boolean isSeenNull() {
        return define.isNull() > 0;
    }
}
