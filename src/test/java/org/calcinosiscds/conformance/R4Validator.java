package org.calcinosiscds.conformance;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.IValidatorModule;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * HL7's validator with the definitions of R4 and our own content. Codes of LOINC, SNOMED CT, RxNorm and ICD are not looked up: that
 * needs a terminology server.
 *
 * <p>It is not among the dependencies, as it asks for an older core than the service runs on; the build puts it on the classpath of
 * these tests alone. So its classes are named here as text.
 */
final class R4Validator {
    private static final String PACKAGE = "org.hl7.fhir.common.hapi.validation.";

    /** Said of every StructureDefinition: to check a differential, the validator wants the package of R4, not just its content. */
    private static final String NEEDS_PACKAGE = "Unable to resolve package id hl7.fhir.r4.core";

    /** The definitions of R4, which take seconds to read. */
    private static final IValidationSupport R4 = new DefaultProfileValidationSupport(FhirContext.forR4Cached());

    private final FhirValidator validator;

    /** For resources that name nothing of our content. */
    static R4Validator withoutContent() {
        return WithoutContent.VALIDATOR;
    }

    /** For our content, and for what names it. */
    static R4Validator withContent() {
        return WithContent.VALIDATOR;
    }

    R4Validator(FhirContext context, List<? extends IBaseResource> ownContent) {
        Object unknownSystems = support("UnknownCodeSystemWarningValidationSupport", context);
        call(unknownSystems, "setNonExistentCodeSystemSeverity", IValidationSupport.IssueSeverity.WARNING);
        Object own = support("PrePopulatedValidationSupport", context);
        ownContent.forEach(resource -> call(own, "addResource", resource));
        Object chain = support("ValidationSupportChain");
        for (Object link : List.of(
                R4,
                own,
                support("CommonCodeSystemsTerminologyService", context),
                support("SnapshotGeneratingValidationSupport", context),
                support("InMemoryTerminologyServerValidationSupport", context),
                unknownSystems)) {
            call(chain, "addValidationSupport", link);
        }
        Object module = make(PACKAGE + "validator.FhirInstanceValidator", chain);
        call(module, "setErrorForUnknownProfiles", true);
        call(module, "setAnyExtensionsAllowed", false);
        validator = context.newValidator().registerValidatorModule((IValidatorModule) module);
    }

    /** Errors with their place; warnings and notes are left out. */
    List<String> errors(String json) {
        return validator.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .filter(message -> !message.getMessage().contains(NEEDS_PACKAGE))
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();
    }

    private static Object support(String name, Object... arguments) {
        return make(PACKAGE + "support." + name, arguments);
    }

    private static Object make(String name, Object... arguments) {
        try {
            return new java.beans.Expression(Class.forName(name), "new", arguments).getValue();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot make " + name + "; run these tests with Maven.", e);
        }
    }

    private static void call(Object target, String method, Object... arguments) {
        try {
            new java.beans.Statement(target, method, arguments).execute();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot call " + method + ".", e);
        }
    }

    private static final class WithoutContent {
        static final R4Validator VALIDATOR = new R4Validator(FhirContext.forR4Cached(), List.of());
    }

    private static final class WithContent {
        static final R4Validator VALIDATOR = new R4Validator(FhirContext.forR4Cached(), ContentFiles.read());
    }
}
