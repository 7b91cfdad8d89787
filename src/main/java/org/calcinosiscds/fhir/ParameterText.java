package org.calcinosiscds.fhir;

import java.math.BigDecimal;
import java.util.Map;
import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads the value of a parameter of Parameters as text, whichever of the types that can hold text it has. */
public final class ParameterText {
    private ParameterText() {}

    /** Text, a number, a boolean, or where a Reference leads; null when the parameter has no such value. */
    public static @Nullable String of(JsonValue parameter) {
        for (Map.Entry<String, JsonValue> property : parameter.properties().entrySet()) {
            if (property.getKey().startsWith("value")) {
                JsonValue value = property.getValue();
                BigDecimal number = value.number();
                if (value.kind() == JsonValue.Kind.BOOLEAN) {
                    return String.valueOf(value.isTrue());
                }
                if (value.text() != null) {
                    return value.text();
                }
                return number == null ? value.textOf("reference") : number.toPlainString();
            }
        }
        return null;
    }
}
