package org.calcinosiscds.operation;

import java.time.ZoneId;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.fhir.JsonValue;
import org.calcinosiscds.http.RefusedRequestException;
import org.calcinosiscds.knowledge.CompiledLogic.Circumstances;
import org.calcinosiscds.knowledge.UnfitParameterException;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.stereotype.Component;

/** For whom, when and with which parameters of CQL expressions are to be evaluated. */
@Component
class CircumstancesReader {
    private final SubjectRecords subjects;
    private final TermsReader terms;
    private final FhirReader reader;

    CircumstancesReader(SubjectRecords subjects, TermsReader terms, FhirReader reader) {
        this.subjects = subjects;
        this.terms = terms;
        this.reader = reader;
    }

    /**
     * @param zone time zone of the caller
     * @throws RefusedRequestException with 400 or 422 naming the parameter
     */
    Circumstances read(OperationInput input, ZoneId zone) {
        JsonValue given = input.resource("parameters");
        Parameters parameters = new Parameters();
        if (given != null) {
            if (!(reader.read(given) instanceof Parameters read)) {
                throw RefusedRequestException.badRequest(
                        input.place("parameters") + ".resource", "The resource must be a Parameters resource.");
            }
            parameters = read;
        }
        return new Circumstances(
                subjects.read(input), terms.asOf(input.text("asOf"), input.place("asOf"), zone), parameters);
    }

    static RefusedRequestException refused(UnfitParameterException unfit, OperationInput input) {
        return RefusedRequestException.badRequest(
                input.place("parameters") + ".resource.parameter[" + unfit.index() + "]",
                String.valueOf(unfit.getMessage()));
    }
}
