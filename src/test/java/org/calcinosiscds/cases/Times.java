package org.calcinosiscds.cases;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same record at another time: all dates, the birth date and the time of the question. */
public final class Times {
    private static final Pattern DATE =
            Pattern.compile("[12][0-9]{3}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9:]{5}))?)?)?");
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
    private static final Set<String> NEVER_DATES =
            Set.of("id", "code", "value", "unit", "display", "text", "versionId", "reference", "valueString");

    private Times() {}

    /** After 28 years the calendar is the same again, leap days and weekdays included (between 1901 and 2099). */
    static Optional<PatientCase> shiftedBy28Years(PatientCase patient) {
        return Optional.of(shifted(patient, date -> (Integer.parseInt(date.substring(0, 4)) - 28) + date.substring(4)));
    }

    /** Not for records with a date that has no day, nor where months of different lengths change an age. */
    static Optional<PatientCase> shiftedByDays(PatientCase patient, int days) {
        PatientCase shifted = shifted(
                patient,
                date -> date.length() < 10
                        ? date
                        : LocalDate.parse(date.substring(0, 10)).plusDays(days) + date.substring(10));
        return ageInMonths(patient).equals(ageInMonths(shifted))
                        && !hasDateWithoutDay(patient.bundle())
                        && !hasDateWithoutDay(patient.context())
                ? Optional.of(shifted)
                : Optional.empty();
    }

    /**
     * The same clock times at a place with that offset from UTC: the question and every time of the record move together, and the times
     * of the record are written with another offset, because a system may write all of them in UTC. Dates stay as they are.
     */
    public static PatientCase at(PatientCase patient, ZoneOffset location, ZoneOffset written) {
        UnaryOperator<String> there = date -> date.length() <= 10
                ? date
                : TEXT.format(OffsetDateTime.parse(date)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .atOffset(location)
                        .withOffsetSameInstant(written));
        PatientCase shifted = shifted(patient, there);
        return asked(
                shifted, TEXT.format(OffsetDateTime.parse(shifted.asOfText()).withOffsetSameInstant(location)));
    }

    /** The same record at another moment. */
    public static PatientCase asked(PatientCase patient, String asOf) {
        ObjectNode expected = (ObjectNode) patient.expected().deepCopy();
        expected.put("asOf", asOf);
        return patient.with(patient.bundle(), expected, patient.context());
    }

    private static PatientCase shifted(PatientCase patient, UnaryOperator<String> shift) {
        ObjectNode bundle = patient.bundle().deepCopy();
        shift(bundle, shift);
        ObjectNode expected = (ObjectNode) patient.expected().deepCopy();
        expected.put("asOf", shift.apply(expected.path("asOf").asString()));
        ObjectNode context = patient.context().deepCopy();
        shift(context, shift);
        return patient.with(bundle, expected, context);
    }

    private static void shift(JsonNode node, UnaryOperator<String> shift) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> shift(element, shift));
        }
        for (Map.Entry<String, JsonNode> property : Set.copyOf(node.properties())) {
            if (isDate(property.getKey(), property.getValue())) {
                ((ObjectNode) node)
                        .put(property.getKey(), shift.apply(property.getValue().asString()));
            } else {
                shift(property.getValue(), shift);
            }
        }
    }

    private static boolean hasDateWithoutDay(JsonNode node) {
        return node.properties().stream()
                        .anyMatch(each -> isDate(each.getKey(), each.getValue())
                                && each.getValue().asString().length() < 10)
                || node.valueStream().anyMatch(Times::hasDateWithoutDay);
    }

    private static boolean isDate(String name, JsonNode value) {
        return value.isString()
                && !NEVER_DATES.contains(name)
                && DATE.matcher(value.asString()).matches();
    }

    private static Optional<Long> ageInMonths(PatientCase patient) {
        LocalDate today = patient.asOf().toLocalDate();
        return patient.resources().stream()
                .filter(resource -> resource.path("id").asString().equals(patient.patientId()))
                .map(resource -> resource.path("birthDate").asString(""))
                .filter(birthDate -> birthDate.length() == 10)
                .map(birthDate ->
                        Period.between(LocalDate.parse(birthDate), today).toTotalMonths())
                .findFirst();
    }
}
