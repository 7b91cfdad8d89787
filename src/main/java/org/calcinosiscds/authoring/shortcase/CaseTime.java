package org.calcinosiscds.authoring.shortcase;

import ca.uhn.fhir.parser.DataFormatException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;

/** When something in a short case was: so long ago, on a date, or now. */
final class CaseTime {
    private static final Pattern TIME =
            Pattern.compile("(?:^|\\s+)(?:since\\s+)?(?:(\\d+) (minute|hour|day|week|month|year)s? ago"
                    + "|(\\d{4}(?:-\\d\\d(?:-\\d\\d(?:T\\S+)?)?)?)|(now))$");

    private final String rest;
    private final @Nullable DateTimeType time;

    private CaseTime(String rest, @Nullable DateTimeType time) {
        this.rest = rest;
        this.time = time;
    }

    /**
     * Reads the time at the end of a text.
     *
     * @throws IllegalArgumentException with a sentence when it is no date
     */
    static CaseTime atEndOf(String text, OffsetDateTime asOf) {
        Matcher found = TIME.matcher(text);
        if (!found.find()) {
            return new CaseTime(text, null);
        }
        String rest = text.substring(0, found.start()).strip();
        String date = found.group(3);
        try {
            if (date != null) {
                return new CaseTime(rest, new DateTimeType(date));
            }
            OffsetDateTime moment = found.group(4) != null
                    ? asOf
                    : asOf.minus(
                            Long.parseLong(found.group(1)),
                            ChronoUnit.valueOf(found.group(2).toUpperCase(Locale.ROOT) + "S"));
            return new CaseTime(
                    rest, new DateTimeType(moment.toString().replaceFirst("(T\\d\\d:\\d\\d)(Z|[+-])", "$1:00$2")));
        } catch (DataFormatException | IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(found.group().strip() + " is no date.", e);
        }
    }

    /** The text before it. */
    String rest() {
        return rest;
    }

    /** Null when the text has none. */
    @Nullable
    DateTimeType time() {
        return time;
    }
}
