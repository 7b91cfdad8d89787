package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.calcinosiscds.fhir.RejectedInputException.Kind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** Parses resources that passed the guard. */
@Component
public final class FhirReader {
    /** As FHIR has it, with the length and the characters that servers use all the same. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:\\-]{1,128}");

    private final FhirContext context;

    FhirReader(FhirContext context) {
        this.context = context;
    }

    /**
     * Parses one resource from its original bytes.
     *
     * @throws RejectedInputException when it is not a resource of FHIR R4, or one that cannot be understood without its modifiers
     */
    public Resource read(JsonValue value) {
        return unmodified(read(value, new RefusingErrorHandler(value)), value);
    }

    /**
     * Parses one resource in which everything must be of FHIR R4.
     *
     * @throws RejectedInputException when something is not
     */
    Resource readStrictly(JsonValue value) {
        return unmodified(read(value, new StrictErrorHandler(value)), value);
    }

    private static Resource unmodified(Resource resource, JsonValue value) {
        if (Modifiers.areIn(resource, value)) {
            throw new RejectedInputException(
                    Kind.STRUCTURE,
                    value.place(),
                    "a modifier extension or implicit rules",
                    "nothing that changes what the rest means");
        }
        return resource;
    }

    /**
     * Parses what can be parsed of a resource that was refused, only to learn whose it is.
     *
     * @throws RejectedInputException when nothing can be learnt
     */
    Resource readRefused(JsonValue value) {
        return read(value, new LenientErrorHandler().disableAllErrors());
    }

    private Resource read(JsonValue value, IParserErrorHandler errors) {
        value.require(JsonValue.Kind.OBJECT);
        if (value.textOf("resourceType") == null) {
            throw new RejectedInputException(
                    Kind.STRUCTURE, value.place(), "an object without resourceType", "a FHIR R4 resource");
        }
        IParser parser = context.newJsonParser();
        parser.setParserErrorHandler(errors);
        try {
            IBaseResource resource = parser.parseResource(new String(value.bytes(), StandardCharsets.UTF_8));
            if (resource instanceof Resource r4) {
                requirePlain(r4, value);
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

    /** What HAPI lets pass and the rest of the service must be able to rely on. */
    private static void requirePlain(Resource resource, JsonValue value) {
        String id = resource.getIdElement().getIdPart();
        if (id != null && !ID.matcher(id).matches()) {
            throw new RejectedInputException(
                    Kind.VALUE, value.place() + ".id", "a string that is no id", "a FHIR logical id");
        }
        if (resource instanceof Patient patient
                && patient.hasBirthDate()
                && patient.getBirthDateElement().getPrecision().compareTo(TemporalPrecisionEnum.DAY) > 0) {
            throw new RejectedInputException(Kind.VALUE, value.place() + ".birthDate", "a date with a time", "a date");
        }
    }

    private static RejectedInputException notR4(JsonValue value) {
        return new RejectedInputException(
                Kind.STRUCTURE, value.place(), "an object that does not parse", "a FHIR R4 resource");
    }
}
