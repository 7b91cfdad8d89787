package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.Combine;
import org.hl7.elm.r1.Concatenate;
import org.hl7.elm.r1.Length;
import org.hl7.elm.r1.Lower;
import org.hl7.elm.r1.Matches;
import org.hl7.elm.r1.Message;
import org.hl7.elm.r1.ReplaceMatches;
import org.hl7.elm.r1.StartsWith;
import org.hl7.elm.r1.Substring;
import org.hl7.elm.r1.ToString;
import org.hl7.elm.r1.Upper;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.CombineEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ConcatenateEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LengthEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LowerEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.MatchesEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.MessageEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ReplaceMatchesEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.StartsWithEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.SubstringEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ToStringEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.UpperEvaluator;
import org.opencds.cqf.cql.engine.execution.State;

/** What reads and writes text. */
final class TextOperators {
    private TextOperators() {}

    static void addTo(OperatorTable table) {
        table.one(ToString.class, ToStringEvaluator::toString)
                .one(Lower.class, LowerEvaluator::lower)
                .one(Upper.class, UpperEvaluator::upper)
                .two(StartsWith.class, (left, right, state) -> StartsWithEvaluator.startsWith(left, right))
                .two(Matches.class, (left, right, state) -> MatchesEvaluator.matches((String) left, (String) right))
                .kind(
                        Concatenate.class,
                        (e, by, state) -> ConcatenateEvaluator.concatenate(
                                by.value(e.getOperand().get(0), state),
                                by.value(e.getOperand().get(1), state)))
                .kind(
                        Length.class,
                        (e, by, state) -> LengthEvaluator.internalEvaluate(by.value(e.getOperand(), state), e, state))
                .kind(ReplaceMatches.class, TextOperators::replaceMatches)
                .kind(Combine.class, TextOperators::combine)
                .kind(
                        Substring.class,
                        (e, by, state) -> SubstringEvaluator.substring(
                                by.value(e.getStringToSub(), state),
                                by.value(e.getStartIndex(), state),
                                by.optional(e.getLength(), state)))
                .kind(Message.class, (e, by, state) -> MessageEvaluator.INSTANCE.internalEvaluate(e, state, by));
    }

    private static @Nullable Object replaceMatches(ReplaceMatches replace, Evaluator by, State state) {
        return ReplaceMatchesEvaluator.replaceMatches(
                (String) by.value(replace.getOperand().get(0), state),
                (String) by.value(replace.getOperand().get(1), state),
                (String) by.value(replace.getOperand().get(2), state));
    }

    private static @Nullable Object combine(Combine combine, Evaluator by, State state) {
        Object source = by.value(combine.getSource(), state);
        return CombineEvaluator.combine(
                source, combine.getSeparator() == null ? "" : (String) by.value(combine.getSeparator(), state));
    }
}
