package org.calcinosiscds.assess;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.LeftOver;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** Writes a line for each answer: a collection Bundle for a patient, an OperationOutcome for what could not be answered. */
public final class NdjsonResultWriter implements ResultWriter {
    private final OutputStream stream;
    private final FhirContext context;
    private final Consumer<PatientResult> noted;
    private long assessed;
    private long errors;
    private long leftOver;

    /** @param noted is told of each patient who was assessed, before the answer leaves */
    public NdjsonResultWriter(OutputStream stream, FhirContext context, Consumer<PatientResult> noted) {
        this.stream = stream;
        this.context = context;
        this.noted = noted;
    }

    @Override
    public void answered(PatientResult verdict) throws IOException {
        if (verdict.assessed().isEmpty()) {
            failed(verdict.issues());
            return;
        }
        assessed++;
        noted.accept(verdict);
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        verdict.assessed().get().entries().forEach(bundle::addEntry);
        if (!verdict.issues().isEmpty()) {
            OperationOutcome outcome = OutcomeResources.errors(verdict.issues());
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
    public void leftOver(List<LeftOver> resources) throws IOException {
        leftOver += resources.size();
        write(OutcomeResources.leftOver(resources));
    }

    /** Says that this is the end, and how much it was: a file that was cut has no such line. */
    @Override
    public void end() throws IOException {
        write(OutcomeResources.note("Patients assessed: " + assessed + ". Lines or patients that could not be: "
                + errors + ". Resources left out: " + leftOver + "."));
    }

    public long assessed() {
        return assessed;
    }

    public long errors() {
        return errors;
    }

    public long leftOver() {
        return leftOver;
    }

    private void write(Resource resource) throws IOException {
        stream.write(context.newJsonParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8));
        stream.write('\n');
        stream.flush();
    }
}
