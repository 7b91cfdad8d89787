package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.junit.jupiter.api.Test;

class ResourceDayTests {
    @Test
    void aResultHasTheDayOfTheEndOfItsPeriod() {
        Observation result = new Observation().setEffective(period("2026-11-01", "2026-11-03"));

        assertThat(ResourceDay.of(result)).isEqualTo(LocalDate.of(2026, 11, 3));
    }

    @Test
    void aResultWithAnOpenPeriodHasTheDayOfItsIssue() {
        Observation result = new Observation()
                .setEffective(period("2026-11-01", null))
                .setIssuedElement(new InstantType("2026-11-04T09:00:00Z"));

        assertThat(ResourceDay.of(result)).isEqualTo(LocalDate.of(2026, 11, 4));
    }

    @Test
    void aResultWithAnOpenPeriodAloneHasTheDayOfItsBeginning() {
        Observation result = new Observation().setEffective(period("2026-11-01", null));

        assertThat(ResourceDay.of(result)).isEqualTo(LocalDate.of(2026, 11, 1));
    }

    @Test
    void aProcedureThatHasNotEndedHasTheDayOfItsBeginning() {
        Procedure procedure = new Procedure().setPerformed(period("2026-11-01", null));

        assertThat(ResourceDay.of(procedure)).isEqualTo(LocalDate.of(2026, 11, 1));
    }

    @Test
    void aDiseaseHasTheDayOfItsOnset() {
        Condition disease = new Condition().setOnset(period("2026-11-01", "2026-11-03"));

        assertThat(ResourceDay.of(disease)).isEqualTo(LocalDate.of(2026, 11, 1));
    }

    private static Period period(String start, String end) {
        Period period = new Period().setStartElement(new DateTimeType(start));
        return end == null ? period : period.setEndElement(new DateTimeType(end));
    }
}
