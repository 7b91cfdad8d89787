package org.calcinosiscds.commandline;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.OutputStream;
import org.calcinosiscds.assess.BundleResultWriter;
import org.calcinosiscds.assess.NdjsonResultWriter;
import org.calcinosiscds.assess.ResultWriter;

/** How the command line prints answers; the names are those of the option. */
enum OutputFormat {
    table,
    json,
    ndjson;

    ResultWriter answers(OutputStream stream, FhirContext context) throws IOException {
        return switch (this) {
            case table -> new TableResultWriter(stream);
            case json -> new BundleResultWriter(stream, context);
            case ndjson -> new NdjsonResultWriter(stream, context, result -> {});
        };
    }
}
