package org.calcinosiscds.assess;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Evidence;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.time.AsOf;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentStatus;

/** One problem as a RiskAssessment: which rules are true, on what, what is suspected, what to do. */
public class ProblemAssessment {
    private static final String INDICATOR = "https://calcinosis-cds.org/fhir/StructureDefinition/indicator";

    private final LocalCodeSystems codes;

    public ProblemAssessment(LocalCodeSystems codes) {
        this.codes = codes;
    }

    /** @param subject reference to the patient */
    public RiskAssessment of(Recommendation recommendation, Assessment assessment, Reference subject) {
        Evidence evidence = recommendation.evidence();
        RiskAssessment risk = new RiskAssessment()
                .setStatus(RiskAssessmentStatus.FINAL)
                .setMethod(new CodeableConcept()
                        .setText("Calcinosis CDS, knowledge version " + assessment.knowledgeVersion()))
                .setCode(codes.concept("rule", evidence.rules()))
                .setSubject(subject)
                .setOccurrence(new DateTimeType(AsOf.text(assessment.asOf())))
                .setMitigation(recommendation.summary() + "\n\n" + recommendation.detail());
        risk.addExtension(
                INDICATOR, new CodeType(recommendation.urgency().name().toLowerCase(Locale.ROOT)));
        risk.addReasonCode(codes.concept("problem", List.of(evidence.problem())));
        evidence.because().stream()
                .filter(trigger -> trigger.reference() != null)
                .map(trigger -> new Reference(trigger.reference()).setDisplay(trigger.display()))
                .forEach(risk::addBasis);
        if (evidence.types() != null) {
            evidence.types()
                    .forEach(type -> risk.addPrediction().setOutcome(codes.concept("calcinosis-type", List.of(type))));
        }
        if (!recommendation.background().isEmpty()) {
            risk.addNote().setText(String.join("\n\n", recommendation.background()));
        }
        risk.addNote().setText(sources(recommendation));
        return risk;
    }

    private static String sources(Recommendation recommendation) {
        return Stream.concat(Stream.of(recommendation.source()), recommendation.links().stream())
                .distinct()
                .map(ProblemAssessment::source)
                .collect(Collectors.joining("; ", "Sources: ", "."));
    }

    private static String source(Source source) {
        return source.url() == null ? source.label() : source.label() + " (" + source.url() + ")";
    }
}
