package org.calcinosiscds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Renders the little of Helm's template language that the chart uses: a value or a value made otherwise by one function, and {@code if}
 * with {@code end}, each on a line of its own. It fails on anything else, so that the chart stays that simple.
 */
final class HelmTemplate {
    private static final Pattern ACTION = Pattern.compile("\\{\\{-? (.*?) -?}}");
    private static final Pattern LINE = Pattern.compile("\\s*\\{\\{- (if (not )?(\\S+)|end) }}\\s*");

    private final Map<String, Object> root;

    /** @param root {@code Values}, {@code Release} and {@code Chart} by name */
    HelmTemplate(Map<String, Object> root) {
        this.root = root;
    }

    String render(String template) {
        StringBuilder out = new StringBuilder();
        Deque<Boolean> shown = new ArrayDeque<>();
        for (String line : template.lines().toList()) {
            Matcher control = LINE.matcher(line);
            if (control.matches()) {
                if (control.group(1).equals("end")) {
                    shown.pop();
                } else {
                    shown.push(isTrue(value(control.group(3))) == (control.group(2) == null));
                }
            } else if (!shown.contains(false)) {
                out.append(line(line)).append('\n');
            }
        }
        if (!shown.isEmpty()) {
            throw new IllegalArgumentException("An 'if' has no 'end'.");
        }
        return out.toString();
    }

    private String line(String line) {
        String text = line.stripLeading().startsWith("{{- ") ? line.stripLeading() : line;
        return ACTION.matcher(text).replaceAll(action -> Matcher.quoteReplacement(action(action.group(1))));
    }

    private String action(String action) {
        String[] parts = action.split(" \\| ");
        boolean isYaml = parts[0].startsWith("toYaml ");
        Object value = value(isYaml ? parts[0].substring("toYaml ".length()) : parts[0]);
        String text = isYaml ? yaml(value) : String.valueOf(value);
        if (parts.length == 1) {
            return text;
        }
        String[] function = parts[1].split(" ");
        return switch (function[0]) {
            case "quote" -> '"' + text.replace("\"", "\\\"") + '"';
            case "default" -> text.isEmpty() ? String.valueOf(value(function[1])) : text;
            case "sha256sum" -> "hash";
            case "nindent" -> text.indent(Integer.parseInt(function[1])).stripTrailing();
            default -> throw new IllegalArgumentException("Unknown function in " + action + ".");
        };
    }

    private Object value(String path) {
        Object value = root;
        for (String name : path.substring(1).split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
            if (value == null) {
                throw new IllegalArgumentException("There is no " + path + ".");
            }
        }
        return value;
    }

    private static boolean isTrue(Object value) {
        return !value.equals(false) && !value.equals("");
    }

    private static String yaml(Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(value).stripTrailing();
    }
}
