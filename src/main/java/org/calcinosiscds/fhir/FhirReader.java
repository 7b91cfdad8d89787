package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Parses resources that passed the guard: strictly what the rules read, the rest as far as it can be read. */
public final class FhirReader {
    private static final Set<String> CODES_OF_RESULTS = Set.of("code", "value");

    private final FhirContext context;
    private final DataRequirements requirements;
    private final ReadElements readElements;
    private final Modifiers modifiers;

    public FhirReader(FhirContext context, DataRequirements requirements) {
        this.context = context;
        this.requirements = requirements;
        this.readElements = new ReadElements(context, requirements);
        this.modifiers = new Modifiers(requirements);
    }

    /**
     * What became of a resource.
     *
     * @param resource as far as it could be read; null when it could not, and no rule reads it
     * @param error why it cannot be used, although rules read it; null when it can
     */
    public record Reading(
            @Nullable Resource resource, @Nullable RejectedInputException error) {
        private static final Reading PASSED_OVER = new Reading(null, null);
    }

    /**
     * Parses one resource from its original bytes, all of it.
     *
     * @throws RejectedInputException when it is not a resource of FHIR R4, or one that cannot be understood without its modifiers
     */
    public Resource read(JsonValue value) {
        requireType(value);
        Resource resource = parse(value.bytes(), value, new RefusingErrorHandler(context, value));
        if (new Modifiers(DataRequirements.EVERYTHING).areIn(resource, value)) {
            throw modified(value);
        }
        return resource;
    }

    /**
     * Parses one resource of a record.
     *
     * @param isStrict whether elements that R4 does not have are refused where rules read
     * @throws RejectedInputException when it is no resource at all
     */
    public Reading readForRules(JsonValue value, boolean isStrict) {
        String type = requireType(value);
        if (!isType(type)) {
            return Reading.PASSED_OVER;
        }
        IParserErrorHandler errors =
                isStrict ? new StrictErrorHandler(context, value) : new RefusingErrorHandler(context, value);
        Resource resource;
        try {
            resource = parse(value.bytes(), value, errors);
        } catch (RejectedInputException e) {
            if (type.equals("OperationOutcome")) {
                return new Reading(parseLeniently(value.bytes(), value), null);
            }
            if (!requirements.readsType(type)) {
                return Reading.PASSED_OVER;
            }
            try {
                resource = parse(readElements.of(value), value, errors);
            } catch (RejectedInputException error) {
                return withError(value, type, error);
            }
        }
        return modifiers.areIn(resource, value) ? modified(resource, value) : new Reading(resource, null);
    }

    /** An error is ignored where the codes could be read and no rule looks for them. */
    private Reading withError(JsonValue value, String type, RejectedInputException error) {
        return mayBeRead(value, type) ? new Reading(identityOf(value, type), error) : Reading.PASSED_OVER;
    }

    /**
     * Whether rules may read a resource. They do not when they read none of its type, or when its codes can be read and no rule looks for
     * them.
     *
     * @param type a type of R4
     */
    public boolean mayBeRead(JsonValue value, String type) {
        if (!requirements.readsType(type)) {
            return false;
        }
        Set<String> codeElements = requirements.codeElements(type);
        return codeElements.isEmpty() || mayHaveReadCodes(value, codeElements);
    }

    private boolean mayHaveReadCodes(JsonValue value, Set<String> codeElements) {
        try {
            return requirements.readsCodesOf(
                    parse(readElements.codesOf(value, codeElements), value, new RefusingErrorHandler(context, value)));
        } catch (RejectedInputException e) {
            return true;
        }
    }

    private Reading modified(Resource resource, JsonValue value) {
        if (resource instanceof Observation result) {
            Modifiers.takeValues(result);
            return new Reading(result, null);
        }
        return requirements.readsType(resource.fhirType())
                ? new Reading(resource, modified(value))
                : Reading.PASSED_OVER;
    }

    private static RejectedInputException modified(JsonValue value) {
        return new RejectedInputException(
                Kind.MODIFIED,
                value.location(),
                "a modifier extension or implicit rules",
                "nothing that changes what the rest means");
    }

    /**
     * The elements that identify the resource and its patient; the type alone when they cannot be read.
     *
     * @param type a type of R4
     */
    public Resource identityOf(JsonValue value, String type) {
        try {
            return parseLeniently(ReadElements.identityOf(value), value);
        } catch (RejectedInputException e) {
            return (Resource) context.getResourceDefinition(type).newInstance();
        }
    }

    /** The same of a resource whose JSON was read already. */
    public Resource identityOf(ResourceJson json, String type) {
        Resource plain = PlainJson.withIdentity(
                (Resource) context.getResourceDefinition(type).newInstance(), json.elements());
        return plain == null ? identityOf(json.value(), type) : plain;
    }

    /**
     * Whether the JSON of an Observation tells that no rule looks for its codes. When it does not, {@link #mayBeRead} does. Of other types
     * names may stand for codes.
     */
    public boolean hasPlainlyOtherCodes(ResourceJson json) {
        if (!CODES_OF_RESULTS.containsAll(requirements.codeElements("Observation"))) {
            return false;
        }
        Observation codes = PlainJson.codes(json.elements(), requirements.codeSystems());
        return codes != null && !requirements.readsCodesOf(codes);
    }

    private Resource parseLeniently(byte[] json, JsonValue value) {
        return parse(json, value, new LenientErrorHandler().disableAllErrors());
    }

    private static String requireType(JsonValue value) {
        String type = value.require(JsonValue.Kind.OBJECT).textOf("resourceType");
        if (type == null) {
            throw new RejectedInputException(
                    Kind.STRUCTURE, value.location(), "an object without resourceType", "a FHIR R4 resource");
        }
        return type;
    }

    private Resource parse(byte[] json, JsonValue value, IParserErrorHandler errors) {
        IParser parser = context.newJsonParser();
        parser.setParserErrorHandler(errors);
        try {
            IBaseResource resource = parser.parseResource(new String(json, StandardCharsets.UTF_8));
            if (resource instanceof Resource r4) {
                requirePlain(r4, value);
                requirements.codeSystems().correct(r4, json);
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

    /** Checks on which the service relies and which HAPI does not make. */
    private static void requirePlain(Resource resource, JsonValue value) {
        String id = resource.getIdElement().getIdPart();
        if (id != null && !LiteralReference.ID.matcher(id).matches()) {
            throw new RejectedInputException(
                    Kind.VALUE, value.location() + ".id", "a string that is no id", "a FHIR logical id");
        }
        if (resource instanceof Patient patient
                && patient.getBirthDate() != null
                && patient.getBirthDateElement().getPrecision().compareTo(TemporalPrecisionEnum.DAY) > 0) {
            throw new RejectedInputException(
                    Kind.VALUE, value.location() + ".birthDate", "a date with a time", "a date");
        }
    }

    /** Whether rules read resources of a type. */
    public boolean readsType(String type) {
        return requirements.readsType(type);
    }

    /** Whether rules read a resource, as far as its type and codes tell. */
    public boolean readsCodesOf(Resource resource) {
        return requirements.readsType(resource.fhirType()) && requirements.readsCodesOf(resource);
    }

    /** Whether R4 has a resource type of that name. */
    public boolean isType(@Nullable String name) {
        return context.getResourceTypes().contains(name);
    }

    public static RejectedInputException notR4(JsonValue value) {
        return new RejectedInputException(
                Kind.STRUCTURE, value.location(), "an object that does not parse", "a FHIR R4 resource");
    }
}
