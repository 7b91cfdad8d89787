package org.calcinosiscds.fhir;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import org.calcinosiscds.fhir.RejectedInputException.Kind;

/**
 * What HAPI's parser meets in a resource of one place.
 *
 * <p>What is unknown is ignored, so that an extra field of one EHR does not silence every rule. What HAPI would read wrongly or in part
 * (an invalid date, an array where one object belongs) is refused. HAPI's own messages quote the value and are not used.
 */
class RefusingErrorHandler implements IParserErrorHandler {
    private final JsonValue resource;

    RefusingErrorHandler(JsonValue resource) {
        this.resource = resource;
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
        throw rejected(
                Kind.VALUE,
                "a value" + of(location.getParentElementName()) + " that FHIR R4 does not allow",
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
                    "a value" + of(element) + " of another JSON type",
                    "the shape that FHIR R4 gives it");
        }
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String element) {
        throw rejected(Kind.STRUCTURE, "several values" + of(element), "one");
    }

    /** Names the element, unless the name is not of FHIR and so may be anybody's. */
    final String of(String element) {
        return resource.knownNames().test(element) ? " of '" + element + "'" : "";
    }

    final RejectedInputException rejected(Kind kind, String found, String expected) {
        return new RejectedInputException(kind, resource.place(), found, expected);
    }

    @Override
    public void containedResourceWithNoId(IParseLocation location) {}

    @Override
    public void missingRequiredElement(IParseLocation location, String element) {}

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {}

    @Override
    public void unknownElement(IParseLocation location, String element) {}

    @Override
    public void unknownReference(IParseLocation location, String reference) {}

    @Override
    public void invalidInternalReference(IParseLocation location, String reference) {}

    @Override
    public void extensionContainsValueAndNestedExtensions(IParseLocation location) {}
}
