package org.calcinosiscds.assess;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** Writes one collection Bundle with all results, entry by entry. */
public final class BundleResultWriter implements ResultWriter {
    private final OutputStream stream;
    private final FhirContext context;
    private boolean hasEntry;

    public BundleResultWriter(OutputStream stream, FhirContext context) throws IOException {
        this.stream = stream;
        this.context = context;
        write("{\"resourceType\":\"Bundle\",\"type\":\"collection\"");
    }

    @Override
    public void answered(PatientResult result) throws IOException {
        if (result.assessed().isEmpty()) {
            failed(result.issues());
            return;
        }
        for (BundleEntryComponent entry : result.assessed().get().entries()) {
            entry(entry.getFullUrl(), entry.getResource());
        }
        if (!result.issues().isEmpty()) {
            entry(OutcomeResources.errors(result.issues()));
        }
    }

    @Override
    public void failed(List<OutcomeIssue> issues) throws IOException {
        entry(OutcomeResources.errors(issues));
    }

    @Override
    public void unusedResources(List<UnusedResource> resources) throws IOException {
        entry(OutcomeResources.unusedResources(resources));
    }

    @Override
    public void end() throws IOException {
        write(hasEntry ? "]}\n" : "}\n");
        stream.flush();
    }

    private void entry(OperationOutcome outcome) throws IOException {
        entry("urn:uuid:" + outcome.getIdPart(), outcome);
    }

    private void entry(String fullUrl, Resource resource) throws IOException {
        write(hasEntry ? "," : ",\"entry\":[");
        hasEntry = true;
        write("{\"fullUrl\":\"" + fullUrl + "\",\"resource\":"
                + context.newJsonParser().encodeResourceToString(resource) + "}");
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
