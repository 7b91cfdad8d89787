package org.calcinosiscds.authoring.completion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a place of a JSON text that need not be whole: everything before the place is read, what follows it is not.
 *
 * @param objects the objects around the place, the outermost first
 * @param name of the element whose value is at the place; null where a name is to be written
 * @param written of the name or value so far, without quotes
 */
record JsonPlace(List<Level> objects, @Nullable String name, String written) {
    /**
     * An object that is open at the place.
     *
     * @param element by which the object around it holds it; empty for the whole
     * @param texts texts and lists of texts that were read of it before the place, by element
     */
    record Level(String element, Map<String, String> texts) {}

    /** A level while it is read. */
    private static final class Open {
        private final Level level;
        private final boolean isArray;
        private @Nullable String name;
        private boolean isValue;

        Open(String element, boolean isArray) {
            this.level = new Level(element, new HashMap<>());
            this.isArray = isArray;
        }
    }

    /** @param position index behind the last character before the place */
    static JsonPlace at(String text, int position) {
        Deque<Open> levels = new ArrayDeque<>();
        int index = 0;
        while (index < position) {
            char each = text.charAt(index);
            if (each == '"') {
                int end = endOfText(text, index, position);
                if (end == position && (end == index + 1 || text.charAt(end - 1) != '"' || isEscaped(text, end - 1))) {
                    return of(levels, text.substring(index + 1, position));
                }
                accept(levels.peek(), text.substring(index + 1, end - 1));
                index = end;
                continue;
            }
            Open open = levels.peek();
            if (each == '{' || each == '[') {
                String element = open == null ? "" : open.isArray ? open.level.element() : String.valueOf(open.name);
                levels.push(new Open(element, each == '['));
            } else if ((each == '}' || each == ']') && open != null) {
                levels.pop();
            } else if (each == ':' && open != null) {
                open.isValue = true;
            } else if (each == ',' && open != null) {
                open.isValue = false;
                open.name = null;
            }
            index++;
        }
        int begin = position;
        while (begin > 0 && Character.isLetterOrDigit(text.charAt(begin - 1))) {
            begin--;
        }
        return of(levels, text.substring(begin, position));
    }

    private static void accept(@Nullable Open open, String value) {
        if (open == null || open.isArray) {
            return;
        }
        if (open.isValue) {
            open.level.texts().put(String.valueOf(open.name), value);
        } else {
            open.name = value;
        }
    }

    private static JsonPlace of(Deque<Open> levels, String written) {
        List<Level> objects = new ArrayList<>();
        String name = null;
        for (Open each : levels) {
            if (objects.isEmpty() && name == null) {
                name = each.isArray ? each.level.element() : each.isValue ? each.name : null;
            }
            if (!each.isArray) {
                objects.add(0, each.level);
            }
        }
        return new JsonPlace(objects, name, written);
    }

    /** Index behind the closing quote, or the end when there is none before it. */
    private static int endOfText(String text, int begin, int end) {
        for (int i = begin + 1; i < end; i++) {
            if (text.charAt(i) == '"' && !isEscaped(text, i)) {
                return i + 1;
            }
            if (text.charAt(i) == '\n') {
                return i;
            }
        }
        return end;
    }

    private static boolean isEscaped(String text, int index) {
        int backslashes = 0;
        while (text.charAt(index - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
