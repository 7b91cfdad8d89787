package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and quantities whose unit is written elsewhere than where they are compared. */
class UnitFaultTests {
    @TempDir
    Path folder;

    private SmallKnowledge small;

    @BeforeEach
    void writeDefinitions() {
        small = new SmallKnowledge(folder).replacing("cql/Kidney.cql", "context Patient\n", """
                context Patient
                define "Total Limit": 10.5 'mg/dL'
                define "Low Limit": 8.4 'mg/dL'
                define "Ionized Limit": 1.4 'mmol/L'
                define "Albumin Limit": 40 'g/L'
                define "Limits": Tuple { total: "Total Limit".value, ionized: "Ionized Limit".value }
                define function "Scaled"(number Decimal, unit String): number * (if unit = 'mmol/L' then 4.0 else 1.0)
                define "Results": [Observation] Result
                  let quantity: Result.value as Quantity
                  return all Tuple { moment: Result.issued.value, amount: "Scaled"(quantity.value.value, quantity.unit.value),
                    high: "Scaled"(Result.referenceRange[0].high.value.value, quantity.unit.value) }
                define function "Newest"(results List<Tuple { moment DateTime, amount Decimal, high Decimal }>):
                  Last(results Result where Result.amount is not null sort by moment)
                define function "Number"(quantity System.Quantity): Round(quantity.value, 1)
                define function "Is Above"(amount Decimal, sign String, limit Decimal):
                  Coalesce(case when sign = '>' then amount >= limit else amount > limit end, false)
                define function "Exceeds"(value System.Quantity, limit System.Quantity): value > limit
                define "Newer Or Older": if Patient.active.value then "Newest"("Results") else First("Results" Result sort by moment)
                define "Usual": // CDS050 accepted: made for tests.
                  "Is Above"("Newest"("Results").amount, '>', Coalesce("Newest"("Results").high, "Total Limit".value))
                    or "Newest"("Results").amount < "Low Limit".value or "Limits".total > "Limits".total or "Limits".ionized > 1.0
                    or "Number"("Albumin Limit") > 1.0 or "Exceeds"("Albumin Limit", "Total Limit")
                    or "Newer Or Older".amount > "Low Limit".value
                """);
    }

    /** A row is an expression that takes the place of the define "On Dialysis", and the code that it is reported under at a column. */
    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "Total Limit".value > "Ionized Limit".value | 3 | CDS052
            "Total Limit".value + "Ionized Limit".value > 1.0 | 3 | CDS052
            "Limits".total > "Limits".ionized | 3 | CDS052
            "Limits".ionized < "Low Limit".value | 3 | CDS052
            "Number"("Ionized Limit") > "Total Limit".value | 3 | CDS052
            "Number"("Total Limit") > "Number"("Ionized Limit") | 3 | CDS052
            (convert "Total Limit" to 'g/L').value > "Total Limit".value | 3 | CDS052
            "Is Above"("Total Limit".value, '>', "Ionized Limit".value) | 40 | CDS052
            "Is Above"("Newest"("Results").amount, null, "Ionized Limit".value) | 48 | CDS052
            "Is Above"("Newest"("Results").amount, null, Coalesce("Newest"("Results").high, "Ionized Limit".value)) | 83 | CDS052
            "Newest"("Results").amount >= "Ionized Limit".value | 3 | CDS052
            "Newer Or Older".amount >= "Ionized Limit".value | 3 | CDS052
            "Ionized Limit".value < Max("Results" Result return all Result.amount) | 3 | CDS052
            exists ("Results" Result where Result.amount > "Albumin Limit".value) | 28 | CDS052
            exists ("Results" Result let amount: Round(Result.amount, 1) where amount > "Limits".ionized) | 64 | CDS052
            "Newest"("Results").amount in Interval["Ionized Limit".value, 3.0] | 3 | CDS052
            "Newest"("Results").amount in { "Ionized Limit".value } | 3 | CDS052
            Abs("Newest"("Results").amount - "Albumin Limit".value) > 1.0 | 7 | CDS052
            System.Quantity { value: "Ionized Limit".value, unit: 'mg/dL' } > "Total Limit" | 28 | CDS052
            ToDecimal(years between Patient.birthDate.value and @2026-01-01) > (18 months).value | 3 | CDS052
            "Exceeds"("Total Limit", "Ionized Limit") | 28 | CDS051
            "Exceeds"(convert "Total Limit" to 'g/L', 3 days) | 45 | CDS051
            "Total Limit" in Interval["Ionized Limit", 3 'mmol/L'] | 3 | CDS051
            """)
    void unlikeUnitsAreReportedWhereTheyMeetAndNothingElseIs(String expression, int column, String code) {
        small.replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", expression);

        assertThat(CheckedFolder.findings(folder)).containsExactly("cql/Kidney.cql:30:" + column + " " + code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "Exceeds"("Total Limit", 1 'g/L')
            "Limits".total * 2.0 > "Limits".total
            "Limits".total * 0.25 > "Ionized Limit".value
            "Is Above"("Albumin Limit".value, '>', 3.0)
            ToDecimal(months between Patient.birthDate.value and @2026-01-01) > (18 months).value
            (28 days).value > (3 'd').value
            (if Patient.active.value then "Total Limit" else "Ionized Limit").value > 1.0
            exists (({ "Total Limit", "Ionized Limit" }) Each where Each.value > 0.0)
            exists ("Results" Result where Result.amount in { "Total Limit".value, "Low Limit".value })
            case when Patient.active.value then "Scaled"(1.0, 'g') > "Total Limit".value else "Scaled"(1.0, 'g') > 1.0 end
            `exists ([Observation] Result let quantity: FHIRHelpers.ToQuantity(Result.value as Quantity)
              where quantity.unit = 'mg/dL' and quantity.value > "Total Limit".value
                or quantity.unit = 'mmol/L' and quantity.value > "Ionized Limit".value)`
            """)
    void unitsThatFitAreNotReported(String expression) {
        small.replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", expression);

        assertThat(CheckedFolder.findings(folder)).isEmpty();
    }
}
