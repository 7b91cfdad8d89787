package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.List;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;

/** The text of a library with the place of each element of its ELM. */
final class SourceText {
    private final String source;
    private final List<Integer> lines = new ArrayList<>();

    /**
     * A part of the text.
     *
     * @param start offset of its first character
     * @param end offset after its last character
     */
    record Span(int start, int end) {
        boolean contains(Span other) {
            return start <= other.start && other.end <= end;
        }
    }

    SourceText(String source) {
        this.source = source;
        lines.add(0);
        for (int at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
            lines.add(at + 1);
        }
    }

    /** Null for an element that the translator has added. */
    @Nullable
    Span of(Element element) {
        if (element.getLocator() == null) {
            return element instanceof UnaryExpression wrapper && wrapper.getOperand() != null
                    ? of(wrapper.getOperand())
                    : null;
        }
        return new Span(offset(SourcePosition.of(element)), offset(SourcePosition.endOf(element)) + 1);
    }

    /** A part of so many characters. */
    Span from(int start, int length) {
        return new Span(start, start + length);
    }

    String text(Span span) {
        return source.substring(span.start(), span.end());
    }

    SourcePosition position(int offset) {
        int line = 0;
        while (line + 1 < lines.size() && lines.get(line + 1) <= offset) {
            line++;
        }
        return new SourcePosition(line + 1, offset - lines.get(line) + 1);
    }

    private int offset(SourcePosition position) {
        return lines.get(position.line() - 1) + position.column() - 1;
    }
}
