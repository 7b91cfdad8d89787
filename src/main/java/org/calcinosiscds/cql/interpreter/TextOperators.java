package org.calcinosiscds.cql.interpreter;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;
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
import org.opencds.cqf.cql.engine.debug.SourceLocator;
import org.opencds.cqf.cql.engine.elm.executing.CombineEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ConcatenateEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LengthEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.MessageEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.StartsWithEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.SubstringEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ToStringEvaluator;
import org.opencds.cqf.cql.engine.runtime.Date;
import org.opencds.cqf.cql.engine.runtime.Precision;

/** What reads and writes text. */
final class TextOperators {
    /** Of CQL. */
    private static final int LAST_YEAR = 9999;

    private TextOperators() {}

    static void addTo(OperatorTable table) {
        table.one(ToString.class, TextOperators::text)
                // The engine changes case as the language of the JVM has it, in which the small letter of I may be
                // another.
                .one(Lower.class, text -> text == null ? null : ((String) text).toLowerCase(Locale.ROOT))
                .one(Upper.class, text -> text == null ? null : ((String) text).toUpperCase(Locale.ROOT))
                .two(StartsWith.class, (left, right, state) -> StartsWithEvaluator.startsWith(left, right))
                .kind(Matches.class, TextOperators::matches)
                .kind(Concatenate.class, TextOperators::concatenate)
                .kind(Length.class, (length, by) -> {
                    Node operand = by.node(length.getOperand());
                    return frame -> LengthEvaluator.internalEvaluate(operand.value(frame), length, frame.state());
                })
                .kind(ReplaceMatches.class, TextOperators::replaceMatches)
                .kind(Combine.class, TextOperators::combine)
                .kind(Substring.class, TextOperators::substring)
                .kind(Message.class, TextOperators::message);
    }

    /** The engine writes a day by a format, which it reads each time. */
    static @Nullable Object text(@Nullable Object value) {
        if (value instanceof Date date && date.getPrecision() == Precision.DAY) {
            LocalDate day = date.getDate();
            if (day != null && day.getYear() >= 0 && day.getYear() <= LAST_YEAR) {
                return day.toString();
            }
        }
        return ToStringEvaluator.toString(value);
    }

    private static Code concatenate(Concatenate concatenate, Compilation by) {
        Node left = by.node(concatenate.getOperand().get(0));
        Node right = by.node(concatenate.getOperand().get(1));
        return by.folded(frame -> ConcatenateEvaluator.concatenate(left.value(frame), right.value(frame)), left, right);
    }

    private static Code matches(Matches matches, Compilation by) {
        Node text = by.node(matches.getOperand().get(0));
        PatternNode pattern = new PatternNode(by.node(matches.getOperand().get(1)));
        return frame -> {
            String value = (String) text.value(frame);
            Pattern compiled = pattern.value(frame);
            return (value == null || compiled == null)
                    ? null
                    : compiled.matcher(value).matches();
        };
    }

    private static Code replaceMatches(ReplaceMatches replace, Compilation by) {
        Node text = by.node(replace.getOperand().get(0));
        PatternNode pattern = new PatternNode(by.node(replace.getOperand().get(1)));
        Node substitution = by.node(replace.getOperand().get(2));
        return frame -> {
            String value = (String) text.value(frame);
            Pattern compiled = pattern.value(frame);
            String replacement = (String) substitution.value(frame);
            return (value == null || compiled == null || replacement == null)
                    ? null
                    : compiled.matcher(value).replaceAll(replacement);
        };
    }

    private static Code combine(Combine combine, Compilation by) {
        Node source = by.node(combine.getSource());
        if (combine.getSeparator() == null) {
            return frame -> CombineEvaluator.combine(source.value(frame), "");
        }
        Node separator = by.node(combine.getSeparator());
        return frame -> CombineEvaluator.combine(source.value(frame), (String) separator.value(frame));
    }

    private static Code substring(Substring substring, Compilation by) {
        Node text = by.node(substring.getStringToSub());
        Node start = by.node(substring.getStartIndex());
        Node length = by.optional(substring.getLength());
        return frame -> SubstringEvaluator.substring(text.value(frame), start.value(frame), length.value(frame));
    }

    private static Code message(Message message, Compilation by) {
        Node source = by.node(message.getSource());
        Node condition = by.node(message.getCondition());
        Node code = by.node(message.getCode());
        Node severity = by.node(message.getSeverity());
        Node text = by.node(message.getMessage());
        SourceLocator location = SourceLocator.fromNode(message, by.library().library());
        return frame -> MessageEvaluator.INSTANCE.message(
                frame.state(),
                location,
                source.value(frame),
                (Boolean) condition.value(frame),
                (String) code.value(frame),
                (String) severity.value(frame),
                (String) text.value(frame));
    }

    /** A regular expression, compiled again only when it is another one than the last time. */
    private static final class PatternNode {
        private final Node text;
        private @Nullable Pattern latest;

        PatternNode(Node text) {
            this.text = text;
        }

        @Nullable
        Pattern value(Frame frame) {
            String regex = (String) text.value(frame);
            if (regex == null) {
                return null;
            }
            Pattern pattern = latest;
            if (pattern == null || !pattern.pattern().equals(regex)) {
                pattern = Pattern.compile(regex);
                latest = pattern;
            }
            return pattern;
        }
    }
}
