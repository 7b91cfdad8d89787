package org.calcinosiscds.authoring.completion;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Codes of a list that is known: of an element that FHIR binds to one, and of the code systems of content. */
final class BoundCodes {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CODE_SYSTEMS = "fhir-resources/code-system/";

    /** Name of the constant of HAPI's lists that stands for no code. */
    private static final String NO_CODE = "NULL";

    private BoundCodes() {}

    /** Codes that FHIR R4 permits of an element; empty when it is bound to no list, or to one that is too long for HAPI. */
    static List<Suggestion> of(BaseRuntimeChildDefinition child) {
        return child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound
                ? Arrays.stream(bound.getBoundEnumType().getEnumConstants())
                        .filter(each -> !each.name().equals(NO_CODE))
                        .map(each -> new Suggestion(text(each, "toCode"), "code", text(each, "getDisplay"), false))
                        .toList()
                : List.of();
    }

    /** HAPI generates a class for each list; they share no interface that tells the code. */
    private static String text(Enum<?> each, String method) {
        try {
            return String.valueOf(each.getDeclaringClass().getMethod(method).invoke(each));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return "";
        }
    }

    /** @param texts of content by path */
    static List<Suggestion> ofContent(String system, Map<String, String> texts) {
        List<Suggestion> codes = new ArrayList<>();
        texts.forEach((path, text) -> {
            if (path.startsWith(CODE_SYSTEMS) && text.contains("\"" + system + "\"")) {
                addCodes(system, text, codes);
            }
        });
        return codes;
    }

    private static void addCodes(String system, String text, List<Suggestion> codes) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("url").asString("").equals(system)) {
                json.path("concept")
                        .valueStream()
                        .map(each -> new Suggestion(
                                each.path("code").asString(""),
                                "code",
                                each.path("display").asString(""),
                                false))
                        .forEach(codes::add);
            }
        } catch (JacksonException e) {
            // Its own check tells what is wrong with a code system.
        }
    }
}
