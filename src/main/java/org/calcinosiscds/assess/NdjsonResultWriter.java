package org.calcinosiscds.assess;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** Writes a line for each result: a collection Bundle for a patient, an OperationOutcome for what could not be assessed. */
public final class NdjsonResultWriter implements ResultWriter {
    private final OutputStream stream;
    private final FhirContext context;
    private final Consumer<PatientResult> noted;
    private long assessed;
    private long errors;
    private long unusedResources;

    /** @param noted receives the result of each assessed patient before it is written */
    public NdjsonResultWriter(OutputStream stream, FhirContext context, Consumer<PatientResult> noted) {
        this.stream = stream;
        this.context = context;
        this.noted = noted;
    }

    @Override
    public void answered(PatientResult result) throws IOException {
        if (result.assessed().isEmpty()) {
            failed(result.issues());
            return;
        }
        assessed++;
        noted.accept(result);
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        result.assessed().get().entries().forEach(bundle::addEntry);
        if (!result.issues().isEmpty()) {
            OperationOutcome outcome = OutcomeResources.errors(result.issues());
            bundle.addEntry().setFullUrl("urn:uuid:" + outcome.getIdPart()).setResource(outcome);
        }
        write(bundle);
    }

    @Override
    public void failed(List<OutcomeIssue> issues) throws IOException {
        errors++;
        write(OutcomeResources.errors(issues));
    }

    @Override
    public void unusedResources(List<UnusedResource> resources) throws IOException {
        unusedResources += resources.size();
        write(OutcomeResources.unusedResources(resources));
    }

    /** Writes the counts as the last line: a file that was cut off does not have it. */
    @Override
    public void end() throws IOException {
        write(OutcomeResources.note("Patients assessed: " + assessed + ". Lines or patients that could not be: "
                + errors + ". Resources left out: " + unusedResources + "."));
    }

    public long assessed() {
        return assessed;
    }

    public long errors() {
        return errors;
    }

    public long unusedResources() {
        return unusedResources;
    }

    private void write(Resource resource) throws IOException {
        stream.write(context.newJsonParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8));
        stream.write('\n');
        stream.flush();
    }
}
