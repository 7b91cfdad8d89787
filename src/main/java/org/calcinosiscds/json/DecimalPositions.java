package org.calcinosiscds.json;

import java.util.Set;

/**
 * Where FHIR R4 holds a decimal. A parser computes a string there as a number ({@code "value": "9.4"} is common), so that the limits
 * of numbers must hold for it.
 */
final class DecimalPositions {
    /** Every property that is a decimal in some type of R4; a test compares it with the model. */
    private static final Set<String> NAMES = Set.of("""
            add altitude amount answerDecimal backCurve conversionFactor cylinder defaultValueDecimal diameter
            duration durationMax fMeasure fScore factor factorOverride fixedDecimal from gtFP latitude level
            longitude lowerLimit maxValueDecimal minValueDecimal patternDecimal period periodMax points power
            precision probabilityDecimal queryFP queryTP recall relativeRisk score sensitivity sphere
            temperature to truthFN truthTP upperLimit value valueDecimal""".split("\\s"));

    private static final Set<String> HOLDERS_OF_TEXT = Set.of("telecom", "requisition", "uniqueId", "class", "version");

    private DecimalPositions() {}

    /** Also elements of an array: a parser takes the one value of an array for the value itself. */
    static boolean include(JsonLocation valueOrElement) {
        JsonLocation location = valueOrElement.property();
        if (location == null || !NAMES.contains(location.name())) {
            return false;
        }
        String holder = location.holder();
        // An identifier, a phone number, a policy number are text: an identifier may well look like 4e123.
        return !"value".equals(location.name())
                || !(holder.endsWith("dentifier")
                        || holder.endsWith("ContactPoint")
                        || HOLDERS_OF_TEXT.contains(holder));
    }
}
