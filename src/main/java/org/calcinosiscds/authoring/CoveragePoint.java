package org.calcinosiscds.authoring;

/**
 * An expression as it stands in the CQL, and what was seen of it.
 *
 * @param start where it begins
 * @param end its last character
 * @param isTruth whether it is a truth value, so that it ought to have been true and false
 * @param evaluated how often; zero when nothing reached it
 * @param isNull of a truth value: how often it was undetermined
 */
public record CoveragePoint(
        SourcePosition start,
        SourcePosition end,
        boolean isTruth,
        long evaluated,
        long isTrue,
        long isFalse,
        long isNull) {
    /** Where it stands, as ELM has it. */
    String locator() {
        String begin = start.line() + ":" + start.column();
        return start.equals(end) ? begin : begin + "-" + end.line() + ":" + end.column();
    }

    /** Whether another stands within it, or is it. */
    boolean contains(CoveragePoint other) {
        return start.compareTo(other.start) <= 0 && end.compareTo(other.end) >= 0;
    }

    /** How many values the cases have to show: true and false of a truth value, one of any other expression. */
    public int required() {
        return isTruth ? 2 : 1;
    }

    /** How many of the required values were seen. */
    public int seen() {
        if (!isTruth) {
            return evaluated > 0 ? 1 : 0;
        }
        return (isTrue > 0 ? 1 : 0) + (isFalse > 0 ? 1 : 0);
    }

    public boolean isComplete() {
        return seen() == required();
    }

    /** What was not seen, in words; empty when everything was. */
    public String missing() {
        if (isComplete()) {
            return "";
        }
        if (evaluated == 0) {
            return "never evaluated";
        }
        if (isTrue == 0 && isFalse == 0) {
            return "only undetermined";
        }
        return isTrue == 0 ? "never true" : "never false";
    }
}
