package org.calcinosiscds.knowledge;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.jspecify.annotations.Nullable;

/** The translated CQL: what it is, and what its expressions are for one patient. Safe for use by many threads. */
public interface CompiledLogic {
    /**
     * ELM of a library in JSON.
     *
     * @param library name of a Library of the knowledge base
     */
    String elm(String library);

    /** Names of the expressions of a library, in the order in which they stand in it. */
    List<String> expressions(String library);

    /** CQL types, such as {@code List<System.String>}, of the parameters of a library and of those it includes, by name. */
    Map<String, String> parameters(String library);

    /** What the expressions of a library retrieve. */
    List<Need> needs(Library library);

    /** What the expressions of a PlanDefinition retrieve. */
    List<Need> needs(PlanDefinition plan);

    /**
     * One kind of retrieve.
     *
     * @param type FHIR resource type
     * @param path element that carries the code, empty when every resource of the type is read
     * @param valueSet canonical, empty like the path
     */
    record Need(String type, String path, String valueSet) {}

    /**
     * Values of expressions for one patient, as "Using CQL with FHIR" maps CQL to Parameters.
     *
     * @param library name of a Library of the knowledge base
     * @param expressions names of {@link #expressions}
     * @throws InvalidParameterException when a parameter is unknown or of another type
     */
    Parameters evaluate(String library, List<String> expressions, Circumstances circumstances);

    /**
     * Value of one expression that is not in the knowledge base; the parameter is {@code return}. Without a patient an expression that
     * names neither FHIR nor a library is plain CQL, without a model.
     *
     * @param libraries names or canonicals of the libraries that it can name; empty for all
     * @throws ExpressionException when it does not translate, or fails: with the reason
     * @throws InvalidParameterException when a parameter is unknown or of another type
     */
    Parameters evaluateExpression(String expression, List<String> libraries, Circumstances circumstances);

    /** Begins to translate the libraries for expressions of authors, so that the first one does not wait for it. */
    void prepareForAuthors();

    /**
     * For whom and when expressions are evaluated.
     *
     * @param patient null to evaluate without a patient
     * @param asOf the moment the logic treats as now, in the time zone whose days it counts
     * @param parameters values of CQL parameters
     */
    record Circumstances(@Nullable PatientBundle patient, ZonedDateTime asOf, Parameters parameters) {}
}
