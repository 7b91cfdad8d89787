package org.calcinosiscds.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a card is shown, for programs. Cards carry it in their extension, element by element under the same names and in this order.
 *
 * @param rules ids of the rules on the card, ascending; at least one
 * @param problem key of the problem it is about, a code of the CodeSystem {@code problem}
 * @param types suspected types of calcification; null where the service does not judge the type
 * @param product the calcium-phosphate product of the patient, whether or not a rule rests on it; null where the plan does not compute it
 * @param trend the newest results of calcium, phosphate and parathyroid hormone, newest first
 * @param because what in the record made the rules true
 * @param unrecognised entries of the record that were not recognised; null when all were
 * @param sources codes of the CodeSystem {@code fact}
 * @param notAvailable resource types that could not be looked at, ascending; null when all could
 */
public record Evidence(
        List<String> rules,
        String problem,
        @Nullable List<String> types,
        @Nullable CalciumPhosphateProduct product,
        List<NewestResult> trend,
        List<Trigger> because,
        @Nullable UnrecognisedEntries unrecognised,
        List<String> sources,
        @Nullable List<String> notAvailable) {

    /** The evidence of a card that is a rule and a problem of its own, and of which nothing more is known. */
    public static Evidence ofOneRule(String key) {
        return new Evidence(List.of(key), key, null, null, List.of(), List.of(), null, List.of(), null);
    }

    /** The same with the resource types that could not be looked at; an empty list means that all could. */
    public Evidence withNotAvailable(List<String> types) {
        return types.isEmpty()
                ? this
                : new Evidence(rules, problem, this.types, product, trend, because, unrecognised, sources, types);
    }

    /**
     * What made a rule true.
     *
     * @param reference to the resource, such as {@code Condition/1}; null when the record does not name it
     * @param display what it is, in words of the content
     * @param recognisedBy {@code code} or {@code name}; null for resources that are recognised by their codes alone
     */
    public record Trigger(
            @Nullable String reference,
            @Nullable String display,
            @Nullable String recognisedBy) {}

    /**
     * A result as the laboratory sent it.
     *
     * @param analyte {@code Calcium}, {@code Phosphate} or {@code PTH}
     * @param value without its unit
     * @param unit as it was sent
     * @param effective day of the sample
     * @param display all of it in words
     */
    public record NewestResult(
            String analyte,
            @Nullable String value,
            @Nullable String unit,
            @Nullable String effective,
            @Nullable String reference,
            @Nullable String display) {}

    /**
     * Entries without a code or name that the content knows, as references; null where there are none of the kind.
     *
     * @param medicines prescriptions, statements and administrations
     */
    public record UnrecognisedEntries(
            @Nullable List<String> medicines,
            @Nullable List<String> conditions,
            @Nullable List<String> orders) {}
}
