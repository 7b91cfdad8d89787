package org.calcinosiscds.secondengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ca.uhn.fhir.context.FhirContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.fhirapi.patient.CasePlans;
import org.hl7.fhir.r4.model.CarePlan;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each case under {@code fhir-resources/tests}: {@code $apply} of another engine, over the same files and at the same instant,
 * proposes the same as the service does: cards with their urgency and text, suggestions, orders with their codes, removals.
 */
@Tag("once")
@Tag("second-engine")
class SecondEngineIT {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final SecondEngine ENGINE = new SecondEngine(CONTEXT, new PublishedContent(CONTEXT));

    @TestFactory
    Stream<DynamicTest> everyCaseHasTheSameActions() {
        return PatientCase.all().stream().map(each -> dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(PatientCase patient) {
        Set<String> own = new PlannedActions(CasePlans.of(patient)).lines();
        PlannedActions plan = new PlannedActions(plan(patient));
        Set<String> other = plan.lines();
        assertThat(plan.failures()).as("%s, failures there", patient).isEmpty();
        assertThat(without(own, other))
                .as("%s, proposed by the service alone", patient)
                .isEmpty();
        assertThat(without(other, own)).as("%s, proposed there alone", patient).isEmpty();
    }

    @Test
    void dialysisPatientIsProposedOneCardAndSixOrders() {
        Set<String> lines = new PlannedActions(plan(named("dialysis-product-71-40"))).lines();

        assertThat(lines)
                .filteredOn(line -> line.contains(" | urgent | Ca x P 71.4 mg2/dL2 (>70)"))
                .hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("/ActivityDefinition/"))
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-problems-added-one-key"})
    void evaluatingInOnePassChangesNothing(String name) {
        PatientCase patient = named(name);
        Set<String> quick = new PlannedActions(plan(patient)).lines();
        CaseInput input = new CaseInput(CaseQuestions.about(patient, patient.record()));
        CarePlan slow = ENGINE.applySlowly(
                patient.service(), patient.patientId(), input.parameters(patient.parameters()), input.data(CONTEXT));

        assertThat(new PlannedActions(slow).failures()).isEmpty();
        assertThat(new PlannedActions(slow).lines()).isEqualTo(quick);
    }

    private static CarePlan plan(PatientCase patient) {
        CaseInput input = new CaseInput(CaseQuestions.about(patient, patient.record()));
        return ENGINE.apply(
                patient.service(), patient.patientId(), input.parameters(patient.parameters()), input.data(CONTEXT));
    }

    private static PatientCase named(String name) {
        return PatientCase.named(name).orElseThrow();
    }

    private static Set<String> without(Set<String> lines, Set<String> others) {
        Set<String> rest = new TreeSet<>(lines);
        rest.removeAll(others);
        return rest;
    }
}
