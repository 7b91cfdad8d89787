package org.calcinosiscds.authoring.completion;

import java.util.Optional;

/**
 * A full stop of CQL at which an element is to be named, such as the one in {@code Result.val}, found in a text that need not be whole.
 *
 * @param from index of the first character of the expression before it
 * @param to index behind the last one
 * @param text with blanks in place of the full stop and of what is written of the name, so that the rest can be translated
 */
record MemberAccess(int from, int to, String text) {
    /** @param position index behind the last character that is written of the name */
    static Optional<MemberAccess> at(String text, int position) {
        int name = position;
        while (name > 0 && isWord(text.charAt(name - 1))) {
            name--;
        }
        if (name > 0 && text.charAt(name - 1) == '"') {
            name--;
        }
        int stop = blanksBefore(text, name) - 1;
        if (stop < 0 || text.charAt(stop) != '.') {
            return Optional.empty();
        }
        int to = blanksBefore(text, stop);
        int from = beginOf(text, to);
        int end = position;
        while (end < text.length() && (isWord(text.charAt(end)) || (name < position && text.charAt(end) == '"'))) {
            end++;
        }
        return from == to
                ? Optional.empty()
                : Optional.of(new MemberAccess(
                        from, to, text.substring(0, stop) + blank(text.substring(stop, end)) + text.substring(end)));
    }

    /** The same without what follows in the definition, with the brackets closed that are open in it. */
    MemberAccess cut() {
        int begin = Math.max(text.lastIndexOf("\ndefine ", from), 0);
        int next = text.indexOf("\ndefine ", to);
        StringBuilder closing = new StringBuilder();
        for (int i = begin; i < to; i++) {
            char each = text.charAt(i);
            int bracket = "([{".indexOf(each);
            if (each == '"' || each == '\'') {
                int end = text.indexOf(each, i + 1);
                i = end < 0 ? to : end;
            } else if (bracket >= 0) {
                closing.insert(0, ")]}".charAt(bracket));
            } else if (")]}".indexOf(each) >= 0 && !closing.isEmpty()) {
                closing.deleteCharAt(0);
            }
        }
        return new MemberAccess(from, to, text.substring(0, to) + closing + (next < 0 ? "" : text.substring(next)));
    }

    /** Where the chain of names, calls and brackets begins that ends at an index. */
    private static int beginOf(String text, int end) {
        int begin = end;
        while (true) {
            int part = beginOfPart(text, begin);
            if (part == begin) {
                return begin;
            }
            begin = part;
            int before = blanksBefore(text, begin);
            if (before == 0 || text.charAt(before - 1) != '.') {
                return begin;
            }
            begin = blanksBefore(text, before - 1);
        }
    }

    private static int beginOfPart(String text, int end) {
        if (end == 0) {
            return end;
        }
        char last = text.charAt(end - 1);
        if (last == ')' || last == ']' || last == '}') {
            int open = openingOf(text, end - 1);
            // What is called, indexed or made stands directly before its bracket.
            return open > 0 && (isWord(text.charAt(open - 1)) || text.charAt(open - 1) == '"')
                    ? beginOfPart(text, open)
                    : Math.max(open, 0);
        }
        if (last == '"' || last == '\'') {
            return Math.max(text.lastIndexOf(last, end - 2), 0);
        }
        int begin = end;
        while (begin > 0 && isWord(text.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    /** Index of the bracket that the one at an index closes; 0 when it is missing. */
    private static int openingOf(String text, int closing) {
        int depth = 0;
        for (int i = closing; i >= 0; i--) {
            char each = text.charAt(i);
            if (each == '"' || each == '\'') {
                i = Math.max(text.lastIndexOf(each, i - 1), 0);
            } else if (each == ')' || each == ']' || each == '}') {
                depth++;
            } else if ((each == '(' || each == '[' || each == '{') && --depth == 0) {
                return i;
            }
        }
        return 0;
    }

    private static int blanksBefore(String text, int end) {
        int begin = end;
        while (begin > 0 && Character.isWhitespace(text.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static boolean isWord(char each) {
        return Character.isLetterOrDigit(each) || each == '_' || each == '$';
    }

    /** Lines stay, so that places do. */
    private static String blank(String part) {
        return part.replaceAll("[^\\n]", " ");
    }
}
