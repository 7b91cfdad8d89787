package org.calcinosiscds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Measure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run over a population reports is valid R4, and each MeasureReport fits its Measure. A test there compares the example. */
@Tag("conformance")
class MeasureReportConformanceIT {
    @Test
    void measuresAndReportsAreValid() throws IOException {
        String example = Files.readString(Path.of("population/src/test/resources/measure-report.json"));
        FhirContext context = FhirContext.forR4Cached();
        Bundle bundle = context.newJsonParser().parseResource(Bundle.class, example);
        List<IBaseResource> known = new ArrayList<>(ContentFiles.read());
        bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Measure.class::isInstance)
                .forEach(known::add);

        assertThat(bundle.getEntry()).hasSizeGreaterThan(2);
        assertThat(new R4Validator(context, known).errors(example)).isEmpty();
    }
}
