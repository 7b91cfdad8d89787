package org.calcinosiscds.json;

/** Judges a number by its text, without computing its value: computing is what must not happen to {@code 1e3000000}. */
final class NumberText {
    private NumberText() {}

    /** Whether the exponent, if any, is at most {@code limit} either way. */
    static boolean hasExponentWithin(int limit, CharSequence text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            at++;
        }
        int exponent = 0;
        for (at++; at < text.length(); at++) {
            int digit = Character.digit(text.charAt(at), 10);
            if (digit >= 0) {
                exponent = exponent * 10 + digit;
                if (exponent > limit) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether {@link java.math.BigDecimal} might take the text for a number; it takes more than JSON does, also digits of other
     * scripts.
     */
    static boolean mayBeNumber(CharSequence text) {
        boolean hasDigit = false;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (Character.isDigit(character)) {
                hasDigit = true;
            } else if ("+-.eE".indexOf(character) < 0 && !Character.isWhitespace(character)) {
                return false;
            }
        }
        return hasDigit;
    }
}
