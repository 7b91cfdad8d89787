package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions that do not mean what they seem to. */
class TrapCheckTests {
    @TempDir
    Path folder;

    /** A row is an expression that takes the place of the define "On Dialysis", and the code that it is reported under at a column. */
    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            14 'mg/dL' > 3 'mmol/L' | 3 | CDS051
            14 'mg/dL' = 3 'g' | 3 | CDS051
            (14 'mg/dL' + 3 'mmol/L') is not null | 3 | CDS051
            Abs(-3 days) < 14 'mg/dL' | 3 | CDS051
            "Limits".high > 3 'mmol/L' | 3 | CDS051
            "Limits".high > convert 3 'g/L' to 'mmol/L' | 3 | CDS051
            exists ([Observation] Result where (Result.value as Quantity).value > 9) | 38 | CDS052
            exists ([Observation] Result where 9 >= (Result.value as Quantity).value * 2) | 43 | CDS052
            exists ([Observation] Result let q: Result.value as Quantity where q.value.value < 9.5) | 70 | CDS052
            Last([Condition: "Dialysis"]) is not null | 3 | CDS053
            First([Condition: "Dialysis"] Entry where Entry.recordedDate is not null) is not null | 3 | CDS053
            Last("Entries" union [Condition]) is not null | 3 | CDS053
            First("Entries") is not null | 3 | CDS053
            Now() > @2026-01-01T00:00:00Z | 3 | CDS054
            Today() > @2026-01-01 | 3 | CDS054
            TimeOfDay() > @T12:00 | 3 | CDS054
            'Is ' + Patient.gender.value = 'Is male' | 11 | CDS055
            'Is ' + (if Patient.active then 'active' else null) = 'Is active' | 11 | CDS055
            'At ' + "Newest Place" = 'At home' | 11 | CDS055
            exists { 1, 2 } | 3 | CDS056
            if not Patient.active.value then null else exists "Entries" | 6 | CDS062
            if not (Patient.active.value and exists "Entries") then null else true | 6 | CDS062
            (exists "Entries") is null | 3 | CDS062
            exists ([Observation] Result where (Result.value as Quantity) > 9) | 67 | CDS058
            exists (({ Tuple { number: 1 } }) Each return Each.number) or exists "Numbers" | 65 | CDS056
            @2026-01-01 + 40 'U/L' < @2027-01-01 | 17 | CDS059
            "Since"(40 'U/L') < @2027-01-01T00:00:00Z | 11 | CDS059
            "Since"("Limits".high) < @2027-01-01T00:00:00Z | 11 | CDS059
            @2026-01-01 < @2026-01-01T10:00:00Z | 3 | CDS064
            Patient.birthDate.value = @2026-01-01T10:00:00Z | 3 | CDS064
            @2026-01-01T10:00:00Z same hour or before @2026-01-01 | 3 | CDS064
            @2026-01-01T10:00:00Z in Interval[@2026-01-01, @2027-01-01] | 3 | CDS064
            First("Fields".rows) is not null | 3 | CDS053
            "Limits".high.value > (3 'mmol/L').value | 3 | CDS052
            Coalesce(exists "Entries", false) | 12 | CDS062
            "Amount"('calcim', 'g') > 1.0 | 12 | CDS063
            "Amount"('calcium', 'kg') > 1.0 | 23 | CDS063
            "Double"('calcim') > 1.0 | 12 | CDS063
            """)
    void trapIsReportedWhereItIsAndNothingElseIs(String expression, int column, String code) {
        new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", expression)
                .replacing("cql/Kidney.cql", "context Patient\n", """
                        context Patient
                        define "Limits": Tuple { high: 14 'mg/dL' }
                        define "Entries": [Condition: "Dialysis"]
                        define "Numbers": { 1, 2 }
                        define "Fields": Tuple { rows: [Observation] }
                        define function "Amount"(analyte String, unit String):
                          case analyte
                            when 'calcium' then case unit when 'g' then 1.0 when 'mg' then 0.001 else null end
                            when 'albumin' then if unit = 'g' then 1.0 else null
                            else null
                          end
                        define function "Double"(analyte String):
                          if analyte = 'eGFR' then 1.0 else 2.0 * "Amount"(analyte, 'g')
                        define "Newest Place": First(({ 'home' }) Place where Patient.active.value sort asc)
                        define function "Ago"(window System.Quantity): @2026-01-01T00:00:00Z - window
                        define function "Since"(span System.Quantity): "Ago"(span)
                        // Names all of them. CDS050 accepted: made for tests.
                        define "Names": // CDS050 accepted: made for tests.
                          Tuple { limits: "Limits", entries: "Entries", numbers: "Numbers", place: "Newest Place", since: "Since"(3 days),
                            rows: "Fields".rows, one: "Amount"(Patient.gender.value, 'lb'), two: "Double"('eGFR') }
                        """);

        assertThat(CheckedFolder.findings(folder)).containsExactly("cql/Kidney.cql:27:" + column + " " + code);
        assertThat(Explanations.of(code))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            14 'mg/dL' > 3 'g/L'
            7 days > 3 'd'
            2 * 7 days > 3 'd'
            if not exists [Condition: "Dialysis"] then null else true
            if Patient.active.value then true else null
            Patient.gender is null
            exists ([Observation] Result where (Result.value as Quantity) > 9 'mg/dL')
            exists ([Observation] Result where (Result.value as Quantity).unit = 'mg/dL' and (Result.value as Quantity).value > 9)
            exists ([Observation] Result where (Result.value as Quantity).value = 0)
            Last([Condition: "Dialysis"] Entry sort by id.value) is not null
            First({ 'a', 'b' }) = 'a'
            'Is ' & Patient.gender.value = 'Is male'
            'Is ' + Coalesce(Patient.gender.value, 'unknown') = 'Is male'
            if Patient.gender is null then false else 'Is ' + Patient.gender.value = 'Is male'
            'Patient/' + Patient.id.value = 'Patient/1'
            @2026-01-01 before day of @2026-01-01T10:00:00Z
            @2026-01-01T10:00:00Z in day of Interval[@2026-01-01, @2027-01-01]
            Coalesce(Patient.active.value, false)
            exists Take([Condition: "Dialysis"], 3)
            exists (({ 1, 2 }) Each where Patient.active.value)
            """)
    void expressionThatSaysWhatItMeansIsNotReported(String expression) {
        new SmallKnowledge(folder).replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", expression);

        assertThat(CheckedFolder.findings(folder)).isEmpty();
    }

    @Test
    void warningIsAcceptedWithAReasonOnly() {
        SmallKnowledge small = new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "exists { 1 } // CDS056 accepted:");
        assertThat(CheckedFolder.findings(folder)).containsExactly("cql/Kidney.cql:8:3 CDS056");

        small.replacing("cql/Kidney.cql", "CDS056 accepted:", "CDS056 accepted: a test.");
        assertThat(CheckedFolder.findings(folder)).isEmpty();
    }
}
