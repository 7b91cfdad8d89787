package org.calcinosiscds.cql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.elm.r1.ExpressionDef;

/** Names of the defines that hold rules. */
final class RuleDefines {
    private static final Pattern NAME = Pattern.compile("(CC-\\d{3}) Rule");

    private RuleDefines() {}

    /**
     * The rule that a define holds, such as {@code CC-010} for {@code "CC-010 Rule"}; empty for other defines, such as {@code "Low Calcium
     * Rule"}, which several rules share.
     */
    static Optional<String> rule(ExpressionDef define) {
        Matcher name = NAME.matcher(String.valueOf(define.getName()));
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** Name of the define that tells whether a rule is true. */
    static String fires(String rule) {
        return rule + " Fires";
    }
}
