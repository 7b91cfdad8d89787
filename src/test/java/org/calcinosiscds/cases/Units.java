package org.calcinosiscds.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The same results in other units. Molar mass: calcium 40.078 g/mol, phosphate as phosphorus 30.974 g/mol.
 *
 * <p>A mass has no exact molar value. It is rounded up in the eighth digit, so that a product on the half of its second digit still
 * rounds up; values that stand exactly on a limit are left as they are.
 */
final class Units {
    private static final Map<String, String> ANALYTES = analytes();
    private static final Map<String, BigDecimal> MASS_OF_MMOL_PER_L =
            Map.of("calcium", new BigDecimal("4.0078"), "phosphate", new BigDecimal("3.0974"));
    private static final Set<String> LIMITS =
            Set.of("3", "25", "14", "10.2", "10.3", "10.5", "10.8", "0.3", "30", "4.5", "5.5", "5.8", "6.5");

    private Units() {}

    static PatientCase smaller(PatientCase patient) {
        return changed(patient, (analyte, unit) -> switch (unit) {
            case "mg/dL" ->
                analyte.equals("albumin") ? null : new Change("mg/L", value -> value.multiply(BigDecimal.TEN));
            case "g/dL" -> new Change("g/L", value -> value.multiply(BigDecimal.TEN));
            case "mmol/L" -> new Change("umol/L", value -> value.multiply(new BigDecimal(1000)));
            default -> null;
        });
    }

    static PatientCase molarAsMass(PatientCase patient) {
        return changed(patient, (analyte, unit) -> {
            BigDecimal factor = MASS_OF_MMOL_PER_L.get(analyte);
            return factor != null && unit.equals("mmol/L")
                    ? new Change("mg/dL", value -> value.multiply(factor))
                    : null;
        });
    }

    static PatientCase massAsMolar(PatientCase patient) {
        return changed(patient, (analyte, unit) -> {
            BigDecimal factor = MASS_OF_MMOL_PER_L.get(analyte);
            return factor != null && unit.equals("mg/dL")
                    ? new Change(
                            "mmol/L", value -> isOnLimit(value) ? null : value.divide(factor, 8, RoundingMode.CEILING))
                    : null;
        });
    }

    /** @param convert answers null for a value that has no equal in the other unit */
    private record Change(String unit, Function<BigDecimal, @Nullable BigDecimal> convert) {}

    private static PatientCase changed(PatientCase patient, BiFunction<String, String, @Nullable Change> changes) {
        for (JsonNode result : patient.bundle().findParents("valueQuantity")) {
            String analyte = analyte(result);
            List<ObjectNode> quantities = quantities(result);
            if (analyte != null && !quantities.isEmpty()) {
                Change change = changes.apply(analyte, unit(quantities.get(0)));
                if (change != null
                        && quantities.stream().allMatch(each -> change.convert().apply(value(each)) != null)) {
                    quantities.forEach(each -> put(each, change.convert().apply(value(each)), change.unit()));
                }
            }
        }
        return patient;
    }

    private static @Nullable String analyte(JsonNode result) {
        return result.path("code")
                .path("coding")
                .valueStream()
                .map(coding -> ANALYTES.get(coding.path("code").asString("")))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Value and limits of a result; none when its units differ or are in doubt, for then its case is about that. */
    private static List<ObjectNode> quantities(JsonNode result) {
        List<JsonNode> quantities = new ArrayList<>(List.of(result.path("valueQuantity")));
        result.path("referenceRange").forEach(range -> quantities.addAll(range.findValues("low")));
        result.path("referenceRange").forEach(range -> quantities.addAll(range.findValues("high")));
        boolean isPlain = quantities.stream()
                .allMatch(each -> each.path("value").isNumber()
                        && each.path("system").asString("").equals("http://unitsofmeasure.org")
                        && each.path("unit")
                                .asString("")
                                .equals(each.path("code").asString(""))
                        && each.path("code").equals(quantities.get(0).path("code")));
        return isPlain ? quantities.stream().map(ObjectNode.class::cast).toList() : List.of();
    }

    private static boolean isOnLimit(BigDecimal value) {
        return LIMITS.contains(value.stripTrailingZeros().toPlainString());
    }

    private static BigDecimal value(ObjectNode quantity) {
        return quantity.path("value").decimalValue();
    }

    private static String unit(ObjectNode quantity) {
        return quantity.path("code").asString("");
    }

    private static void put(ObjectNode quantity, @Nullable BigDecimal value, String unit) {
        quantity.put("value", value).put("unit", unit).put("code", unit);
    }

    private static Map<String, String> analytes() {
        Map<String, String> analytes = new HashMap<>();
        Map.of(
                        "lab-calcium-total", "calcium",
                        "lab-calcium-albumin-corrected", "calcium",
                        "lab-phosphate", "phosphate",
                        "lab-albumin", "albumin")
                .forEach((valueSet, analyte) ->
                        read(valueSet).findValues("code").forEach(code -> analytes.put(code.asString(), analyte)));
        return analytes;
    }

    private static JsonNode read(String valueSet) {
        try {
            return Json.read(Files.readString(Path.of("fhir-resources/value-set/ValueSet-" + valueSet + ".json")))
                    .path("compose");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
