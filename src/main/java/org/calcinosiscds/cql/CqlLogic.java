package org.calcinosiscds.cql;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.cql.parameters.ParametersReader;
import org.calcinosiscds.cql.parameters.ParametersWriter;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.time.Deadline;
import org.cqframework.cql.elm.serializing.ElmJsonLibraryWriter;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.IncludeDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.jspecify.annotations.Nullable;

/** Tells of the compiled knowledge base, and evaluates its expressions by name. */
final class CqlLogic implements CompiledLogic {
    private final CompiledKnowledge compiled;
    private final EvaluationLimiter limiter;
    private final Duration maxTime;
    private final AuthoredExpressions authored;

    /**
     * @param limiter of what authors ask, which does not use the threads of the hooks
     * @param maxTime how long the expression of an author is evaluated
     */
    CqlLogic(CompiledKnowledge compiled, EvaluationLimiter limiter, Duration maxTime, AuthoredExpressions authored) {
        this.compiled = compiled;
        this.limiter = limiter;
        this.maxTime = maxTime;
        this.authored = authored;
    }

    @Override
    public String elm(String library) {
        return new ElmJsonLibraryWriter().writeAsString(compiled.library(identifier(library)));
    }

    @Override
    public List<String> expressions(String library) {
        return List.copyOf(defines(compiled.library(identifier(library))).keySet());
    }

    @Override
    public Map<String, String> parameters(String library) {
        return parameters(compiled, compiled.library(identifier(library)));
    }

    @Override
    public List<Need> needs(org.hl7.fhir.r4.model.Library library) {
        return needs(identifier(library.getName()));
    }

    @Override
    public List<Need> needs(PlanDefinition plan) {
        return needs(Objects.requireNonNull(compiled.services().get(plan.getIdPart()))
                .library());
    }

    private List<Need> needs(VersionedIdentifier library) {
        return DataNeeds.of(compiled.libraries(), List.of(library)).stream()
                .map(need -> new Need(need.type(), need.path(), need.valueSet()))
                .toList();
    }

    @Override
    public Parameters evaluate(String library, List<String> expressions, Circumstances circumstances) {
        return limiter.run(
                end -> evaluate(
                        compiled,
                        identifier(library),
                        expressions,
                        circumstances,
                        (logic, patient, asOf, parameters) ->
                                new Evaluation(logic, patient, asOf, parameters, null, end)),
                Deadline.NONE);
    }

    @Override
    public void prepareForAuthors() {
        Thread thread = new Thread(authored::prepare, "authoring");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Parameters evaluateExpression(String expression, List<String> libraries, Circumstances circumstances) {
        return limiter.run(
                end -> evaluate(
                        authored.with(expression, libraries, circumstances.patient() != null),
                        AuthoredExpressions.LIBRARY,
                        List.of(AuthoredExpressions.NAME),
                        circumstances,
                        this::limited),
                Deadline.NONE);
    }

    private interface Evaluations {
        Evaluation of(
                CompiledKnowledge logic, PatientBundle patient, ZonedDateTime asOf, Map<String, Object> parameters);
    }

    private Evaluation limited(
            CompiledKnowledge logic, PatientBundle patient, ZonedDateTime asOf, Map<String, Object> parameters) {
        return new Evaluation(logic, patient, asOf, parameters, new EvaluationLimits(Deadline.in(maxTime)));
    }

    private Parameters evaluate(
            CompiledKnowledge logic,
            VersionedIdentifier identifier,
            List<String> expressions,
            Circumstances circumstances,
            Evaluations evaluations) {
        Library library = logic.library(identifier);
        Map<String, ExpressionDef> defines = defines(library);
        PatientBundle patient = circumstances.patient() == null ? emptyPatient() : circumstances.patient();
        ZonedDateTime asOf = circumstances.asOf();
        Map<String, Object> parameters = new HashMap<>(logic.knowledge().settings());
        parameters.putAll(new ParametersReader(parameters(logic, library)).read(circumstances.parameters()));
        Map<String, @Nullable Object> values =
                evaluations.of(logic, patient, asOf, parameters).evaluate(identifier, expressions);
        ParametersWriter answer = new ParametersWriter();
        for (String name : expressions) {
            ExpressionDef define = Objects.requireNonNull(defines.get(name));
            answer.add(name, CqlTypes.of(define), values.get(name));
        }
        return answer.parameters();
    }

    /** A record that holds nothing but its Patient. */
    private static PatientBundle emptyPatient() {
        Patient patient = new Patient();
        patient.setId("empty");
        return new PatientBundle(patient, Map.of("Patient", List.of(patient)), 0);
    }

    private static Map<String, ExpressionDef> defines(Library library) {
        Map<String, ExpressionDef> defines = new LinkedHashMap<>();
        if (library.getStatements() != null) {
            library.getStatements().getDef().stream()
                    .filter(define -> !(define instanceof FunctionDef))
                    .forEach(define -> defines.put(String.valueOf(define.getName()), define));
        }
        return defines;
    }

    /** "As Of" is left out: it is the instant that the caller names otherwise. */
    private static Map<String, String> parameters(CompiledKnowledge logic, Library library) {
        Map<String, String> found = new TreeMap<>();
        collect(logic, library, found, new java.util.HashSet<>());
        found.remove(Evaluation.AS_OF);
        return found;
    }

    private static void collect(
            CompiledKnowledge logic, Library library, Map<String, String> found, java.util.Set<String> visited) {
        if (!visited.add(
                String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId()))) {
            return;
        }
        if (library.getParameters() != null) {
            library.getParameters()
                    .getDef()
                    .forEach(parameter -> found.put(String.valueOf(parameter.getName()), CqlTypes.of(parameter)));
        }
        if (library.getIncludes() != null) {
            for (IncludeDef include : library.getIncludes().getDef()) {
                collect(logic, logic.library(identifier(String.valueOf(include.getPath()))), found, visited);
            }
        }
    }

    private static VersionedIdentifier identifier(String library) {
        return new VersionedIdentifier().withId(library);
    }
}
