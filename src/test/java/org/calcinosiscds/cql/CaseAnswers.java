package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Answer;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Product;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.decision.Question;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.fhir.PatientBundle;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/** What the knowledge base, compiled once for all tests, says about a case. */
final class CaseAnswers {
    static final String SERVICE = "calcinosis-patient-view";
    static final FhirContext FHIR = FhirContext.forR4Cached();
    static final Compiled COMPILED = Compiled.of(new KnowledgeLoader(FHIR).load(), FHIR);

    private static final CqlDecisionSupport SUPPORT = new CqlDecisionSupport(
            COMPILED,
            List.of(),
            new EvaluationPool(
                    new EvaluationSettings(0, java.time.Duration.ofMinutes(1), java.time.Duration.ofMinutes(1))));

    private CaseAnswers() {}

    /** The question of a case about the whole record, or about another form of it. */
    static Assessment assessment(PatientCase patient, PatientBundle record) {
        return SUPPORT.assess(new Question(SERVICE, record, patient.asOf(), patient.userType(), null));
    }

    /** From the defines themselves, which answer also where no card is shown. */
    static Answer answer(PatientCase patient, PatientBundle record) {
        Evaluation evaluation = evaluation(patient, record);
        Map<String, @Nullable Object> view = evaluation.evaluate(
                library("CalcinosisPatientView"), List.of("Rules True", "Product Evidence", "Shown Drafts"));
        Map<String, @Nullable Object> types = evaluation.evaluate(library("SuspectedType"), List.of("Suspected Types"));
        return new Answer(
                CqlValues.strings(view.get("Rules True")),
                Product.of(CqlValues.map(view.get("Product Evidence"))),
                Answer.types(CqlValues.strings(types.get("Suspected Types"))),
                drafts(view.get("Shown Drafts")));
    }

    /** What the CQL of the service retrieves. */
    static Set<DataNeeds.Need> needs() {
        return DataNeeds.of(
                COMPILED.libraries(), COMPILED.services().get(SERVICE).library());
    }

    /** The templates of the service, as discovery lists them. */
    static Map<String, PrefetchQuery> prefetch() {
        return new PrefetchTemplates(COMPILED.knowledge().valueSets()).of(needs());
    }

    /** Problem and indicator of each recommendation, as {@link Answer} has them. */
    static List<String> cards(Assessment assessment) {
        return assessment.recommendations().stream()
                .map(card -> card.evidence().get("problem") + " " + name(card.urgency()))
                .toList();
    }

    /** What the rules of a card want ordered, by orderable id, ascending. */
    static List<String> wanted(PatientCase patient, PatientBundle record, Recommendation card) {
        String define = card.evidence().get("problem") + " Card";
        Map<String, Object> wanted = CqlValues.map(evaluation(patient, record)
                .evaluate(library("CalcinosisPatientView"), List.of(define))
                .get(define));
        return Stream.of("labs", "imaging", "procedures", "referrals")
                .flatMap(list -> CqlValues.strings(wanted.get(list)).stream())
                .sorted()
                .toList();
    }

    /** What a card proposes, likewise. */
    static List<String> proposed(Recommendation card) {
        return card.proposals().stream()
                .flatMap(proposal -> proposal.orders().stream())
                .map(order -> orderable(order.definition()))
                .sorted()
                .toList();
    }

    /** The id of the orderable that an ActivityDefinition describes. */
    static String orderable(String canonical) {
        return canonical.replaceFirst("^.*/", "").replaceFirst("\\|.*$", "").toUpperCase(Locale.ROOT);
    }

    static Evaluation evaluation(PatientCase patient, PatientBundle record) {
        Map<String, Object> parameters = new HashMap<>(patient.parameters());
        parameters.put("User Type", patient.userType());
        return new Evaluation(COMPILED, record, patient.asOf(), parameters);
    }

    static VersionedIdentifier library(String name) {
        return new VersionedIdentifier()
                .withId(name)
                .withVersion(COMPILED.knowledge().libraries().get(name).getVersion());
    }

    static Product product(Recommendation card) {
        return Product.of(CqlValues.map(card.evidence().get("product")));
    }

    private static List<String> drafts(@Nullable Object drafts) {
        List<String> cards = new ArrayList<>();
        for (Object draft : (List<?>) CqlValues.tree(drafts)) {
            Map<String, Object> fields = CqlValues.map(draft);
            cards.add(fields.get("problem") + " " + name(Urgency.values()[(Integer) fields.get("level") - 1]));
        }
        return cards;
    }

    private static String name(Urgency urgency) {
        return urgency.name().toLowerCase(Locale.ROOT);
    }
}
