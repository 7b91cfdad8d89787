package org.calcinosiscds.fhirapi.knowledge;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.fhirapi.FhirLogEntry;
import org.calcinosiscds.fhirapi.FhirOperation;
import org.calcinosiscds.fhirapi.FhirRequestBodies;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.outcome.RequestException;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code ValueSet/$expand} and {@code ValueSet/$validate-code} over our own value sets, which list every code. */
@Component
public class ValueSetOperations implements FhirOperation {
    private static final Set<String> EXPAND = Set.of("url", "filter", "count", "offset");
    private static final Set<String> VALIDATE = Set.of("url", "code", "system", "display", "coding", "codeableConcept");

    private static final List<String> WAYS = List.of("code", "coding", "codeableConcept");

    private final KnowledgeBase knowledge;
    private final CanonicalResolver canonicals;
    private final FhirReader reader;
    private final Clock clock;

    ValueSetOperations(KnowledgeBase knowledge, CanonicalResolver canonicals, FhirReader reader, Clock clock) {
        this.knowledge = knowledge;
        this.canonicals = canonicals;
        this.reader = reader;
        this.clock = clock;
    }

    @Operation(name = "$expand", typeName = "ValueSet", manualRequest = true, idempotent = true)
    public ValueSet expand(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        ((FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE)).operation("expand");
        OperationInput input = FhirRequestBodies.parameters(request, EXPAND);
        ValueSet valueSet = canonicals.named(ValueSet.class, id, input);
        return new Expansion(valueSet, knowledge.codings(valueSet), input.text("filter"))
                .page(input.count("offset"), input.count("count"), clock.instant());
    }

    @Operation(name = "$validate-code", typeName = "ValueSet", manualRequest = true, idempotent = true)
    public Parameters validate(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        ((FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE)).operation("validate-code");
        OperationInput input = FhirRequestBodies.parameters(request, VALIDATE);
        ValueSet valueSet = canonicals.named(ValueSet.class, id, input);
        List<Coding> asked = codings(input, request);
        Expansion expansion = new Expansion(valueSet, knowledge.codings(valueSet), null);
        for (Coding coding : asked) {
            Coding found = expansion.find(coding.getSystem(), coding.getCode());
            if (found != null) {
                return valid(found, coding.getDisplay());
            }
        }
        Parameters answer = new Parameters();
        answer.addParameter("result", new BooleanType(false));
        answer.addParameter("message", new StringType("No code that was sent is in the value set."));
        return answer;
    }

    /** Displays come from our files. A code may have other displays, so a different display is no error. */
    private static Parameters valid(Coding found, @Nullable String display) {
        Parameters answer = new Parameters();
        answer.addParameter("result", new BooleanType(true));
        answer.addParameter("code", new org.hl7.fhir.r4.model.CodeType(found.getCode()));
        answer.addParameter("system", new UriType(found.getSystem()));
        answer.addParameter("display", new StringType(found.getDisplay()));
        if (display != null && !display.equalsIgnoreCase(found.getDisplay())) {
            answer.addParameter("message", new StringType("The display differs from the one in the value set."));
        }
        return answer;
    }

    private List<Coding> codings(OperationInput input, HttpServletRequest request) {
        if (WAYS.stream().filter(input::has).count() > 1) {
            throw RequestException.badRequest(
                    "parameter", "One of the parameters " + String.join(", ", WAYS) + " may be given.");
        }
        WAYS.forEach(input::requireOnce);
        JsonValue body = FhirRequestBodies.of(request);
        if (body != null && reader.read(body) instanceof Parameters parameters) {
            for (ParametersParameterComponent given : parameters.getParameter()) {
                if (given.getValue() instanceof Coding coding && given.getName().equals("coding")) {
                    return List.of(coding);
                }
                if (given.getValue() instanceof CodeableConcept concept
                        && given.getName().equals("codeableConcept")) {
                    return concept.getCoding();
                }
            }
        }
        String code = input.text("code");
        String system = input.text("system");
        if (code == null || system == null) {
            throw RequestException.badRequest(
                    input.location("code"),
                    "Parameters 'code' and 'system', or 'coding', or 'codeableConcept' are needed.");
        }
        return List.of(new Coding(system, code, input.text("display")));
    }
}
