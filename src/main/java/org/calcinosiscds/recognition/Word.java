package org.calcinosiscds.recognition;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One word of a text, without case and diacritics. Digits and letters that touch are two words, so that {@code 5mg} is {@code 5 mg}.
 *
 * @param text lower case; a number without its decimal part, or one of the {@link #SIGNS}
 * @param isJoined whether only blanks, brackets, apostrophes or the hyphen of a compound stand between this word and the one before
 */
record Word(String text, boolean isJoined) {
    /** Characters that change what a text says: a question, a change from one thing to another. They count as words. */
    private static final String SIGNS = "?¿<>=~→⇒≠¬";

    /** Characters that separate words, but not what the words say: "warfarin (sodium)", "chlorhydrate d'esmolol". */
    private static final String JOINING = "()[]'’_";

    /** Signs that compatibility folding would write as letters: "Coumadin™" is no "Coumadintm". And how they are typed. */
    private static final Pattern TRADE_MARK = Pattern.compile("[™®©℠]|\\((tm|r)\\)");

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        String folded = fold(text);
        boolean isJoined = true;
        int at = 0;
        while (at < folded.length()) {
            char c = folded.charAt(at);
            int end = at + 1;
            if (Character.isLetter(c)) {
                while (end < folded.length() && Character.isLetter(folded.charAt(end))) {
                    end++;
                }
            } else if (Character.isDigit(c)) {
                while (end < folded.length() && isInNumber(folded, end)) {
                    end++;
                }
            } else if (SIGNS.indexOf(c) < 0) {
                isJoined &= Character.isWhitespace(c) || JOINING.indexOf(c) >= 0 || isHyphen(folded, at);
                at = end;
                continue;
            }
            words.add(new Word(folded.substring(at, end), isJoined));
            isJoined = true;
            at = end;
        }
        return words;
    }

    boolean isNumber() {
        return Character.isDigit(text.charAt(0));
    }

    private static boolean isHyphen(String text, int at) {
        return text.charAt(at) == '-'
                && at > 0
                && at + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at + 1));
    }

    private static boolean isInNumber(String text, int at) {
        char c = text.charAt(at);
        return Character.isDigit(c)
                || ((c == '.' || c == ',') && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)));
    }

    private static String fold(String text) {
        String lower = TRADE_MARK.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) > 127) {
                return Normalizer.normalize(lower, Normalizer.Form.NFKD)
                        .replaceAll("[\\p{Mn}\\p{Cf}]", "")
                        .replaceAll("[\u2010-\u2013\u2212]", "-")
                        .replace("ß", "ss")
                        .replace("æ", "ae")
                        .replace("œ", "oe")
                        .replace("ø", "o")
                        .replace("ı", "i")
                        .replace("ł", "l")
                        .replace("μ", "u");
            }
        }
        return lower;
    }
}
