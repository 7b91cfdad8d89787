package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.cql.TranslatorMessage;
import org.jspecify.annotations.Nullable;

/**
 * Where CQL that cannot be parsed is probably wrong. The translator notices a text, comment or bracket that is not closed, or a definition
 * that is not complete, only at what follows, often far below.
 */
final class SyntaxCause {
    private static final Pattern DECLARATION =
            Pattern.compile("(?:define|valueset|codesystem|code|concept|parameter|context|include|using|library)\\b");
    private static final Pattern UNKNOWN_KEYWORD = Pattern.compile(
            "Could not resolve identifier (?:define|context|include|parameter|valueset|then|else|end|where|return|sort)"
                    + " in the current library\\.");
    private static final Pattern RETRIEVE = Pattern.compile("(?m)^[^/*\n]*\\[[A-Z]\\w+\\s*[:\\]]");
    private static final Pattern STRING = Pattern.compile("'(?:[^'\\\\\n]|\\\\.)*+'");
    private static final String TYPOGRAPHIC = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb";

    /** An opening bracket that has not been closed yet. */
    private record Bracket(char opening, int offset, boolean isInterval) {
        boolean isClosedBy(char closing) {
            return isInterval ? closing != '}' : closing == ")]}".charAt("([{".indexOf(opening));
        }
    }

    private final CqlText library;
    private final String text;
    private final Deque<Bracket> open = new ArrayDeque<>();

    private SyntaxCause(CqlText library) {
        this.library = library;
        this.text = library.text();
    }

    /** @param messages of the translator; nothing when none of them is about syntax */
    static Optional<Finding> of(CqlText library, List<TranslatorMessage> messages) {
        return messages.stream()
                .filter(SyntaxCause::isSyntax)
                .findFirst()
                .flatMap(first -> new SyntaxCause(library).cause(first, messages));
    }

    private static boolean isSyntax(TranslatorMessage message) {
        return message.isError()
                && (message.text().startsWith("Syntax error")
                        || UNKNOWN_KEYWORD.matcher(message.text()).matches());
    }

    /** Without a context the definitions of a patient are lists of all patients, and no type fits any more. */
    static Optional<Finding> missingContext(CqlText library, List<TranslatorMessage> messages) {
        int firstDefine = library.text().indexOf("\ndefine ") + 1;
        if (firstDefine == 0 || library.text().lines().anyMatch(line -> line.startsWith("context "))) {
            return Optional.empty();
        }
        boolean isRead = RETRIEVE.matcher(STRING.matcher(library.text()).replaceAll("''"))
                        .find()
                || messages.stream()
                        .anyMatch(each -> each.isError() && each.text().matches("(?s).*(?:list<|List of ).*"));
        return isRead
                ? Optional.of(new SyntaxCause(library)
                        .finding(firstDefine, "there is no line \"context Patient\" above the first definition."))
                : Optional.empty();
    }

    private Optional<Finding> cause(TranslatorMessage first, List<TranslatorMessage> messages) {
        Finding found = scan();
        if (found == null && messages.stream().anyMatch(each -> isMisspeltBefore(first, each))) {
            return Optional.empty();
        }
        return Optional.of(found == null ? cause(first) : found);
    }

    /** Whether a word that is no name stands on the line before what cannot be parsed, such as {@code exist} for {@code exists}. */
    private static boolean isMisspeltBefore(TranslatorMessage syntax, TranslatorMessage other) {
        return other.text().startsWith("Could not resolve identifier")
                && !isSyntax(other)
                && other.line() == syntax.line()
                && other.column() <= syntax.column();
    }

    private Finding cause(TranslatorMessage first) {
        // The parser counts columns from 0, the translator behind it from 1.
        boolean isOfParser = first.text().startsWith("Syntax error");
        int offset = offset(first.line(), first.column() + (isOfParser ? 1 : 0));
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        boolean isDeclaration = offset == lineStart
                && DECLARATION.matcher(text).region(offset, text.length()).lookingAt();
        if (isDeclaration || offset >= text.stripTrailing().length()) {
            return finding(
                    endOfCode(offset), "what stands here is not complete: something is missing before the next line.");
        }
        String token = text.substring(offset).split("[\\s(){}\\[\\],.;]", 2)[0];
        return finding(
                offset,
                "this cannot be read from "
                        + (token.isEmpty() ? "\"" + text.charAt(offset) + "\"" : "\"" + token + "\"")
                        + " on; it or what stands before it is wrong.");
    }

    /** The first text, comment or bracket that is not closed, or a quotation mark that CQL does not know. */
    private @Nullable Finding scan() {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (text.startsWith("//", i)) {
                i = end(i, "\n");
            } else if (text.startsWith("/*", i)) {
                int end = text.indexOf("*/", i + 2);
                if (end < 0) {
                    return finding(i, "the comment that begins here does not end.");
                }
                i = end + 1;
            } else if (each == '\'' || each == '"') {
                int end = endOfQuoted(i);
                if (end < 0) {
                    String what = each == '"' ? "name" : "text";
                    return finding(i, "the " + what + " that begins here does not end on its line.");
                }
                i = end;
            } else if (TYPOGRAPHIC.indexOf(each) >= 0) {
                return finding(i, "\"" + each + "\" is no quotation mark of CQL; it has ' for texts and \" for names.");
            } else {
                Finding unbalanced = bracket(i, each);
                if (unbalanced != null) {
                    return unbalanced;
                }
            }
        }
        return open.isEmpty() ? null : unclosed();
    }

    private @Nullable Finding bracket(int offset, char each) {
        if (!open.isEmpty() && isDeclarationAt(offset)) {
            return unclosed();
        }
        if ("([{".indexOf(each) >= 0) {
            boolean isInterval = text.substring(0, offset).stripTrailing().endsWith("Interval");
            open.push(new Bracket(each, offset, isInterval));
        } else if (")]}".indexOf(each) >= 0) {
            if (open.isEmpty()) {
                return finding(offset, "\"" + each + "\" closes nothing.");
            }
            Bracket last = open.pop();
            if (!last.isClosedBy(each)) {
                return finding(
                        last.offset(),
                        "\"" + last.opening() + "\" is not closed before \"" + each + "\" of line "
                                + position(offset).line() + ".");
            }
        }
        return null;
    }

    private Finding unclosed() {
        Bracket last = open.element();
        return finding(last.offset(), "\"" + last.opening() + "\" is not closed.");
    }

    /** A definition begins at the left edge of a line. */
    private boolean isDeclarationAt(int offset) {
        return (offset == 0 || text.charAt(offset - 1) == '\n')
                && DECLARATION.matcher(text).region(offset, text.length()).lookingAt();
    }

    /** Position of the closing mark; -1 when the line ends before it. */
    private int endOfQuoted(int start) {
        for (int i = start + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(start)) {
                return i;
            }
        }
        return -1;
    }

    private int end(int start, String mark) {
        int end = text.indexOf(mark, start);
        return end < 0 ? text.length() : end;
    }

    /** The last character of code before an offset: no blank and no comment. */
    private int endOfCode(int offset) {
        Matcher code = Pattern.compile(
                        "//[^\n]*|/\\*.*?\\*/|'(?:\\\\.|[^'])*'|\"(?:\\\\.|[^\"])*\"|\\S", Pattern.DOTALL)
                .matcher(text)
                .region(0, offset);
        int last = 0;
        while (code.find()) {
            if (!code.group().startsWith("//") && !code.group().startsWith("/*")) {
                last = code.end() - 1;
            }
        }
        return last;
    }

    private int offset(int line, int column) {
        int offset = 0;
        for (int i = 1; i < line; i++) {
            offset = text.indexOf('\n', offset) + 1;
        }
        return Math.min(text.length() - 1, offset + Math.max(0, column - 1));
    }

    private SourcePosition position(int offset) {
        int line =
                (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
        return new SourcePosition(line, offset - text.lastIndexOf('\n', offset - 1));
    }

    private Finding finding(int offset, String words) {
        SourcePosition position = position(offset);
        String define = library.defineAt(position.line());
        String start = define.isEmpty() ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) : words;
        return Finding.error(
                library.file(), position, "CDS016", (define.isEmpty() ? "" : "\"" + define + "\": ") + start);
    }
}
