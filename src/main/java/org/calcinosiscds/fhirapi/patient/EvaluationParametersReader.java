package org.calcinosiscds.fhirapi.patient;

import java.time.ZoneId;
import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.knowledge.CompiledLogic.Circumstances;
import org.calcinosiscds.knowledge.InvalidParameterException;
import org.calcinosiscds.outcome.RequestException;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.stereotype.Component;

/** Reads for which patient, at which moment and with which CQL parameters expressions are evaluated. */
@Component
class EvaluationParametersReader {
    private final SubjectRecords subjects;
    private final AssessParametersReader parametersReader;
    private final FhirReader reader;

    EvaluationParametersReader(SubjectRecords subjects, AssessParametersReader parametersReader, FhirReader reader) {
        this.subjects = subjects;
        this.parametersReader = parametersReader;
        this.reader = reader;
    }

    /**
     * @param zone time zone of the caller
     * @throws RequestException with 400 or 422 naming the parameter
     */
    Circumstances read(OperationInput input, ZoneId zone) {
        return new Circumstances(subjects.read(input), parametersReader.asOf(input, zone), parameters(input));
    }

    /** Without a patient. */
    Circumstances withoutPatient(OperationInput input, ZoneId zone) {
        return new Circumstances(null, parametersReader.asOf(input, zone), parameters(input));
    }

    private Parameters parameters(OperationInput input) {
        JsonValue given = input.resource("parameters");
        if (given == null) {
            return new Parameters();
        }
        if (reader.read(given) instanceof Parameters parameters) {
            return parameters;
        }
        throw RequestException.badRequest(
                input.location("parameters") + ".resource", "The resource must be a Parameters resource.");
    }

    static RequestException refused(InvalidParameterException unfit, OperationInput input) {
        return RequestException.badRequest(
                input.location("parameters") + ".resource.parameter[" + unfit.index() + "]",
                String.valueOf(unfit.getMessage()));
    }
}
