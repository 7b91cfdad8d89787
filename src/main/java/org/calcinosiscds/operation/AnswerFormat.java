package org.calcinosiscds.operation;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.OutputStream;

/** How the command line prints answers; the names are those of the option. */
enum AnswerFormat {
    table,
    json,
    ndjson;

    Answers answers(OutputStream stream, FhirContext context) throws IOException {
        return switch (this) {
            case table -> new TableAnswers(stream);
            case json -> new JsonAnswers(stream, context);
            case ndjson -> new NdjsonAnswers(stream, context, verdict -> {});
        };
    }
}
