package org.calcinosiscds.knowledge;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a site may set: parameters of the CQL. Their names, types, defaults and the range in which a site may choose are
 * content, in a Parameters resource; nothing of it is known here.
 */
final class SiteSettings {
    private static final String ALLOWED_RANGE = "https://calcinosis-cds.org/fhir/StructureDefinition/allowed-range";

    /** @param range null where the type allows two values anyway */
    private record Setting(
            Object value, String type, @Nullable Range range) {
        String allowed() {
            String kind = switch (type) {
                case "integer" -> "a whole number (valueInteger)";
                case "decimal" -> "a number (valueDecimal)";
                case "canonical" -> "a canonical URL (valueCanonical)";
                default -> "true or false (valueBoolean)";
            };
            return range == null
                    ? kind
                    : kind + " from " + range.getLow().getValue().toPlainString() + " to "
                            + range.getHigh().getValue().toPlainString();
        }

        boolean allows(Type chosen) {
            if (!chosen.fhirType().equals(type) || !(chosen instanceof PrimitiveType<?> primitive)) {
                return false;
            }
            if (!primitive.hasValue() || range == null) {
                return primitive.hasValue();
            }
            BigDecimal number = new BigDecimal(primitive.getValueAsString());
            return number.compareTo(range.getLow().getValue()) >= 0
                    && number.compareTo(range.getHigh().getValue()) <= 0;
        }
    }

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Set<String> chosen = new HashSet<>();

    /**
     * Reads defaults and ranges.
     *
     * @param file name, for messages
     */
    void declare(String file, Parameters parameters, List<String> defects) {
        for (ParametersParameterComponent parameter : parameters.getParameter()) {
            Range range = parameter.hasExtension(ALLOWED_RANGE)
                    ? (Range) parameter.getExtensionByUrl(ALLOWED_RANGE).getValue()
                    : null;
            if (!(parameter.getValue() instanceof PrimitiveType<?> value)
                    || !Set.of("integer", "decimal", "boolean", "canonical").contains(value.fhirType())) {
                defects.add(location(file, parameter)
                        + ": valueInteger, valueDecimal, valueBoolean or valueCanonical is required.");
                continue;
            }
            Setting setting = new Setting(value.getValue(), value.fhirType(), range);
            if (!setting.allows(value)) {
                defects.add(location(file, parameter) + ": the default must be " + setting.allowed() + ".");
            } else if (settings.put(parameter.getName(), setting) != null) {
                defects.add(location(file, parameter) + ": is declared twice.");
            }
        }
    }

    /** Takes what a site chose instead. */
    void choose(String file, Parameters parameters, List<String> defects) {
        for (ParametersParameterComponent parameter : parameters.getParameter()) {
            Setting setting = settings.get(parameter.getName());
            if (setting == null) {
                defects.add(location(file, parameter) + ": there is no such setting; there are "
                        + String.join(", ", new TreeMap<>(settings).keySet()) + ".");
            } else if (!parameter.hasValue() || !setting.allows(parameter.getValue())) {
                defects.add(location(file, parameter) + ": must be " + setting.allowed() + ".");
            } else if (!chosen.add(parameter.getName())) {
                defects.add(location(file, parameter) + ": is set twice.");
            } else {
                Object value = ((PrimitiveType<?>) parameter.getValue()).getValue();
                settings.put(parameter.getName(), new Setting(value, setting.type(), setting.range()));
            }
        }
    }

    /** Names of what the site chose. */
    Set<String> chosen() {
        return Set.copyOf(chosen);
    }

    /** Integer, BigDecimal, Boolean or String by name of the CQL parameter. */
    Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        settings.forEach((name, setting) -> values.put(name, setting.value()));
        return values;
    }

    private static String location(String file, ParametersParameterComponent parameter) {
        return file + " parameter \"" + parameter.getName() + "\"";
    }
}
