package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.Limits;
import org.junit.jupiter.api.Test;

class DeletionReaderTests {
    private final DeletionReader reader = new DeletionReader(new JsonGuard(
            new Limits(1000, Duration.ofHours(1), 64, 256, 1 << 20, 40, 30, 100_000, 1000, 1000, 50),
            FhirContext.forR4Cached()));

    @Test
    void patientsAreNamedByTheirKeysAndOthersByTypeAndId() {
        DeletedResources deleted = read("""
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"request": {"method": "DELETE", "url": "Patient/0B8C9E0A-2F6E-4D3C-9C63-9D2F0A6C1E11"}},
                  {"request": {"method": "DELETE", "url": "https://ehr.example.org/fhir/Condition/c1"}}]}""");

        assertThat(deleted)
                .isEqualTo(new DeletedResources(
                        List.of("0b8c9e0a-2f6e-4d3c-9c63-9d2f0a6c1e11"), List.of("Condition/c1"), null));
    }

    @Test
    void whatIsNoListOfDeletionsIsRefused() {
        assertThat(read("{").reason()).isEqualTo("not-json");
        assertThat(read("{\"resourceType\": \"Patient\"}").reason()).isEqualTo("not-r4");
        assertThat(
                        read("{\"resourceType\": \"Bundle\", \"entry\": [{\"request\": {\"method\": \"PUT\", \"url\": \"Patient/1\"}}]}")
                                .reason())
                .isEqualTo("not-r4");
        assertThat(
                        read("{\"resourceType\": \"Bundle\", \"entry\": [{\"request\": {\"method\": \"DELETE\", \"url\": \"Patient?name=x\"}}]}")
                                .reason())
                .isEqualTo("not-r4");
        assertThat(read("[".repeat(100) + "]".repeat(100)).reason()).isEqualTo("too-long");
        assertThat(read("{\"resourceType\": \"Bundle\"}").reason()).isNull();
    }

    private DeletedResources read(String line) {
        return reader.read(line.getBytes(StandardCharsets.UTF_8));
    }
}
