package org.calcinosiscds.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Narratives are not used, but they are in what servers send, and must not keep a record from being read. */
class NarrativeTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>72 years</p>",
                "<p>10.2&nbsp;mg/dL &lt; 10.5 &#160;&copy; M&uuml;nchen &hellip;</p>",
                "<table><tr><td colspan='2'>Ca<br/>P</td></tr></table><!-- from the LIS -->"
            })
    void narrativeAsFhirAllowsItIsRead(String content) {
        assertThat(Fhir.received(patient("<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">" + content + "</div>"))
                        .resources())
                .hasSize(1);
    }

    @Test
    void entityThatTheNarrativeDeclaresItselfIsNotResolved() {
        Resource patient = Fhir.received(
                        patient("<!DOCTYPE div [<!ENTITY own SYSTEM 'file:///etc/hostname'>]><div>&own;</div>"))
                .resources()
                .get(0)
                .resource();

        assertThat(patient).isInstanceOf(Patient.class);
        assertThat(((Patient) patient).hasText()).as("narrative was read").isFalse();
    }

    private static String patient(String narrative) {
        return """
                {"resourceType":"Patient","id":"p1","text":{"status":"generated","div":"%s"}}""".formatted(narrative);
    }
}
