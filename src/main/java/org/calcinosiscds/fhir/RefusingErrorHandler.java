package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Handles what HAPI's parser reports about a resource at one location.
 *
 * <p>What is unknown is ignored, so that an extra field of one EHR does not silence every rule; but not what FHIR R5 has in place of an
 * element of R4, which would be missing then. What HAPI would read wrongly or in part (an invalid date, an array where one object
 * belongs) is refused. HAPI's own messages quote the value and are not used.
 */
class RefusingErrorHandler implements IParserErrorHandler {
    /** Elements of R5 in place of others of R4. Source: FHIR R5, pages of the resource types, "R4 Diff". */
    private static final Map<String, Set<String>> ONLY_IN_R5 = Map.of(
            "Appointment", Set.of("concept"),
            "Encounter", Set.of("actualPeriod", "admission", "concept"),
            "Medication", Set.of("item"),
            "MedicationAdministration", Set.of("medication", "occurenceDateTime", "occurencePeriod", "occurenceTiming"),
            "MedicationRequest", Set.of("medication"),
            "MedicationStatement", Set.of("medication"),
            "Procedure",
                    Set.of(
                            "occurrenceDateTime",
                            "occurrencePeriod",
                            "occurrenceString",
                            "occurrenceAge",
                            "occurrenceRange",
                            "occurrenceTiming"),
            "ServiceRequest", Set.of("concept"));

    private final FhirContext context;
    private final JsonValue resource;
    private final String type;

    RefusingErrorHandler(FhirContext context, JsonValue resource) {
        this.context = context;
        this.resource = resource;
        this.type = String.valueOf(resource.textOf("resourceType"));
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
        throw rejected(
                Kind.VALUE,
                "a value",
                location.getParentElementName(),
                " that FHIR R4 does not allow",
                value,
                "one that it does");
    }

    @Override
    public void incorrectJsonType(
            IParseLocation location,
            String element,
            ValueType expected,
            ScalarType expectedScalar,
            ValueType found,
            ScalarType foundScalar) {
        if (expected != found) {
            throw rejected(
                    Kind.STRUCTURE,
                    "a value",
                    element,
                    " of another JSON type",
                    null,
                    "the shape that FHIR R4 gives it");
        }
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String element) {
        throw rejected(Kind.STRUCTURE, "several values", element, "", null, "one");
    }

    @Override
    public void unknownElement(IParseLocation location, String element) {
        if (ONLY_IN_R5.getOrDefault(type, Set.of()).contains(element)) {
            throw new RejectedInputException(
                    Kind.STRUCTURE,
                    resource.location(),
                    "an element '" + element + "' of FHIR R5" + inResource(),
                    "FHIR R4");
        }
    }

    /**
     * @param what kind of thing found
     * @param element named, unless the name is not of FHIR and so may be anybody's
     * @param text value of the element; null when it is not known
     * @param otherwise what is expected, when that cannot be told by the element
     */
    final RejectedInputException rejected(
            Kind kind, String what, String element, String but, @Nullable String text, String otherwise) {
        boolean isKnown = resource.knownNames().test(element);
        ElementPath path = isKnown ? ElementPath.find(context, resource, element, text) : null;
        return new RejectedInputException(
                kind,
                path == null ? resource.location() : in(resource.location(), path.path()),
                what + (isKnown ? " of '" + element + "'" : "") + but + inResource(),
                path == null ? otherwise : path.expected());
    }

    final RejectedInputException rejected(Kind kind, String found, String expected) {
        return new RejectedInputException(kind, resource.location(), found + inResource(), expected);
    }

    private static String in(String location, String path) {
        return location.isEmpty() ? path : location + "." + path;
    }

    private String inResource() {
        if (!context.getResourceTypes().contains(type)) {
            return "";
        }
        return ("AEIOU".indexOf(type.charAt(0)) < 0 ? " in a " : " in an ") + type;
    }

    @Override
    public void containedResourceWithNoId(IParseLocation location) {}

    @Override
    public void missingRequiredElement(IParseLocation location, String element) {}

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {}

    @Override
    public void unknownReference(IParseLocation location, String reference) {}

    @Override
    public void invalidInternalReference(IParseLocation location, String reference) {}

    @Override
    public void extensionContainsValueAndNestedExtensions(IParseLocation location) {}
}
