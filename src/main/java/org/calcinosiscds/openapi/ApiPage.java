package org.calcinosiscds.openapi;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.http.HtmlPage;
import tools.jackson.databind.JsonNode;

/** The descriptions as one page for people. */
final class ApiPage {
    private ApiPage() {}

    static HtmlPage of(List<ApiDescription> descriptions) {
        StringBuilder html = new StringBuilder();
        descriptions.forEach(description -> new Section(description, html).write());
        return HtmlPage.of("Calcinosis CDS", "openapi/page.css", html.toString());
    }

    /** One description on the page. */
    private record Section(ApiDescription description, StringBuilder html) {
        void write() {
            JsonNode root = description.root();
            JsonNode info = root.path("info");
            String base = root.at("/servers/0/url").asString().replaceFirst("^\\.\\.", "");
            add("<h1>%s</h1><p>%s</p><p><a href=\"api-docs/%s\">OpenAPI</a>, version %s</p>\n"
                    .formatted(
                            text(info, "title"), text(info, "description"), description.name(), text(info, "version")));
            for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
                for (String method : List.of("get", "post")) {
                    if (path.getValue().has(method)) {
                        operation(
                                method,
                                base + path.getKey(),
                                path.getValue(),
                                path.getValue().path(method));
                    }
                }
            }
            add("<details><summary>Shapes</summary>\n");
            for (Map.Entry<String, JsonNode> schema :
                    root.at("/components/schemas").properties()) {
                schema(schema.getKey(), schema.getValue());
            }
            add("</details>\n");
        }

        private void operation(String method, String address, JsonNode path, JsonNode operation) {
            add("<details><summary><b>%s</b> <code>%s</code> %s</summary>\n"
                    .formatted(
                            method.toUpperCase(java.util.Locale.ROOT), escaped(address), text(operation, "summary")));
            prose(operation);
            List<JsonNode> parameters = java.util.stream.Stream.of(path, operation)
                    .flatMap(each -> each.path("parameters").valueStream())
                    .map(description::resolved)
                    .toList();
            if (!parameters.isEmpty()) {
                add("<table><caption>Parameters</caption>\n");
                parameters.forEach(each -> row(
                        "<code>" + text(each, "name") + "</code>",
                        text(each, "in"),
                        type(each.path("schema")),
                        text(each, "description")));
                add("</table>\n");
            }
            if (operation.has("requestBody")) {
                body(operation.path("requestBody"));
            }
            add("<table><caption>Answers</caption>\n");
            for (Map.Entry<String, JsonNode> response :
                    operation.path("responses").properties()) {
                JsonNode answer = description.resolved(response.getValue());
                row(response.getKey(), types(answer), text(answer, "description"));
            }
            add("</table></details>\n");
        }

        private void body(JsonNode body) {
            add("<h3>Body</h3><p>%s</p>\n".formatted(types(body)));
            prose(body);
            for (JsonNode example : body.findValues("examples")) {
                for (Map.Entry<String, JsonNode> each : example.properties()) {
                    add("<details><summary>Example: %s</summary><pre>%s</pre></details>\n"
                            .formatted(
                                    text(each.getValue(), "summary"),
                                    escaped(each.getValue().path("value").toPrettyString())));
                }
            }
        }

        /** Media types and what they hold. */
        private String types(JsonNode content) {
            return content.path("content").properties().stream()
                    .map(each -> "<code>" + escaped(each.getKey()) + "</code> "
                            + type(each.getValue().path("schema")))
                    .collect(Collectors.joining("<br>"));
        }

        private void schema(String name, JsonNode schema) {
            add("<h3 id=\"%s\">%s</h3>\n".formatted(anchor(name), escaped(name)));
            prose(schema);
            if (schema.has("properties")) {
                add("<table>\n");
                List<String> needed = schema.path("required")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
                for (Map.Entry<String, JsonNode> property :
                        schema.path("properties").properties()) {
                    row(
                            "<code>" + escaped(property.getKey()) + "</code>",
                            needed.contains(property.getKey()) ? "needed" : "",
                            type(property.getValue()),
                            text(property.getValue(), "description"));
                }
                add("</table>\n");
            }
        }

        private String type(JsonNode schema) {
            if (schema.has("$ref")) {
                String name = schema.path("$ref").asString().replaceFirst(".*/", "");
                return "<a href=\"#%s\">%s</a>".formatted(anchor(name), escaped(name));
            }
            if (schema.has("enum")) {
                return escaped(schema.path("enum")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(" | ")));
            }
            if (schema.has("items")) {
                return type(schema.path("items")) + " []";
            }
            return schema.has("const") ? text(schema, "const") : text(schema, "format") + " " + text(schema, "type");
        }

        private String anchor(String schema) {
            return escaped(description.name() + "-" + schema);
        }

        /** Paragraphs and lists are all that our descriptions have of Markdown. */
        private void prose(JsonNode described) {
            described.path("description").asString("").lines().forEach(line -> {
                boolean isItem = line.startsWith("- ");
                add((isItem ? "<li>%s</li>\n" : "<p>%s</p>\n").formatted(escaped(isItem ? line.substring(2) : line)));
            });
        }

        private void row(String... cells) {
            add("<tr>%s</tr>\n"
                    .formatted(java.util.Arrays.stream(cells)
                            .map(cell -> "<td>" + cell + "</td>")
                            .collect(Collectors.joining())));
        }

        private void add(String text) {
            html.append(text);
        }

        private static String text(JsonNode object, String name) {
            return escaped(object.path(name).asString(""));
        }

        private static String escaped(String text) {
            return HtmlPage.escaped(text);
        }
    }
}
