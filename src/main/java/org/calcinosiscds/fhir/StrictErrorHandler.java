package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;

/** Also refuses elements that R4 does not have: an integrator who misspells an element needs an error, not a result without it. */
final class StrictErrorHandler extends RefusingErrorHandler {
    StrictErrorHandler(FhirContext context, JsonValue resource) {
        super(context, resource);
    }

    @Override
    public void incorrectJsonType(
            IParserErrorHandler.IParseLocation location,
            String element,
            ValueType expected,
            ScalarType expectedScalar,
            ValueType found,
            ScalarType foundScalar) {
        super.incorrectJsonType(location, element, expected, expectedScalar, found, foundScalar);
        throw rejected(
                Kind.STRUCTURE, "a value", element, " of another JSON type", null, "the one that FHIR R4 gives it");
    }

    @Override
    public void unknownAttribute(IParserErrorHandler.IParseLocation location, String attribute) {
        throw unknown();
    }

    @Override
    public void unknownElement(IParserErrorHandler.IParseLocation location, String element) {
        throw unknown();
    }

    /** The name is not shown: it comes from outside and may be patient data. */
    private RejectedInputException unknown() {
        return rejected(Kind.STRUCTURE, "an element that its type does not have", "elements of FHIR R4 alone");
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(IParserErrorHandler.IParseLocation location) {
        throw rejected(Kind.STRUCTURE, "an extension with a value and extensions", "one of the two");
    }
}
