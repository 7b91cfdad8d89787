package org.calcinosiscds.assess;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer about one patient.
 *
 * @param id logical id of the Patient
 * @param error why the patient could not be assessed: {@code not-r4}, {@code two-versions}, {@code evaluation-failed},
 *     {@code too-slow}; null when the patient was assessed, and all that follows is empty when not
 * @param rules ids of the rules that are true, ascending
 * @param since for each of these rules the day of the latest resource that is given as a reason for it; null when none has a day, or
 *     no card with the rule is shown
 * @param urgency highest of the recommendations: {@code info}, {@code warning} or {@code critical}; null without one
 * @param problems codes of what the recommendations are about, in the order in which they are shown
 * @param product calcium times phosphate in {@code unit}
 * @param corrected the same of calcium corrected for albumin
 * @param reason why the product is not graded; null when it is
 * @param calcium day of the calcium
 * @param phosphate day of the phosphate
 * @param age in whole years; null when the day of birth is not known
 * @param sex administrative gender
 * @param leftOut resources that rules would read and that were left out because they are not understood
 * @param answer collection Bundle as JSON; null when it was not asked for
 */
public record PatientAnswer(
        @Nullable String id,
        @Nullable String error,
        List<String> rules,
        List<@Nullable LocalDate> since,
        @Nullable String urgency,
        List<String> problems,
        @Nullable BigDecimal product,
        @Nullable BigDecimal corrected,
        @Nullable String unit,
        @Nullable String tier,
        List<String> flags,
        @Nullable String reason,
        @Nullable LocalDate calcium,
        @Nullable LocalDate phosphate,
        @Nullable Integer age,
        @Nullable String sex,
        int leftOut,
        @Nullable String answer) {
    /** Of which patients the answer is given as FHIR, too. */
    public enum AsFhir {
        NONE,
        WITH_RULES,
        ALL
    }

    /**
     * Whether another answer says the same about the patient. It may have been made without resources that no rule reads, so that how many
     * were left out is not compared.
     */
    public boolean isSameAs(PatientAnswer other) {
        return withoutNumberLeftOut().equals(other.withoutNumberLeftOut());
    }

    private PatientAnswer withoutNumberLeftOut() {
        return new PatientAnswer(
                id, error, rules, since, urgency, problems, product, corrected, unit, tier, flags, reason, calcium,
                phosphate, age, sex, 0, answer);
    }

    /** No answer. */
    public static PatientAnswer failed(String error) {
        return new PatientAnswer(
                null, error, List.of(), List.of(), null, List.of(), null, null, null, null, List.of(), null, null, null,
                null, null, 0, null);
    }
}
