package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.charset.StandardCharsets;
import org.calcinosiscds.fhir.RejectedInputException.Kind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** Parses resources that passed the guard. */
@Component
public final class FhirReader {
    private final FhirContext context;

    FhirReader(FhirContext context) {
        this.context = context;
    }

    /**
     * Parses one resource from its original bytes.
     *
     * @throws RejectedInputException when it is not a resource of FHIR R4
     */
    public Resource read(JsonValue value) {
        value.require(JsonValue.Kind.OBJECT);
        if (value.textOf("resourceType") == null) {
            throw new RejectedInputException(
                    Kind.STRUCTURE, value.place(), "an object without resourceType", "a FHIR R4 resource");
        }
        IParser parser = context.newJsonParser();
        parser.setParserErrorHandler(new RefusingErrorHandler(value));
        try {
            IBaseResource resource = parser.parseResource(new String(value.bytes(), StandardCharsets.UTF_8));
            if (resource instanceof Resource r4) {
                return r4;
            }
        } catch (RejectedInputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // Not only DataFormatException: HAPI fails in many ways on hostile input, and its messages quote it.
            throw notR4(value);
        }
        throw notR4(value);
    }

    private static RejectedInputException notR4(JsonValue value) {
        return new RejectedInputException(
                Kind.STRUCTURE, value.place(), "an object that does not parse", "a FHIR R4 resource");
    }
}
