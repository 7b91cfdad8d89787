package org.calcinosiscds.cql;

import java.util.List;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.Evidence;
import org.calcinosiscds.decision.Recommendation.Code;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.knowledge.KnowledgeBase;

/**
 * What a card says besides its text, as the define behind its {@code card-presentation} extension returns it:
 * {@code Tuple { source, links, overrideReasons, background, evidence }}.
 *
 * @param background sentences that are too long for the card's text
 */
record CardPresentation(
        Source source, List<Source> links, List<Code> overrideReasons, List<String> background, Evidence evidence) {
    private static final String OVERRIDE_REASONS = "https://calcinosis-cds.org/fhir/CodeSystem/override-reason";

    /** @throws EvaluationException naming the element whose shape is wrong, or the override reason that has no display */
    static CardPresentation of(DefineValue presentation, KnowledgeBase knowledge) {
        return new CardPresentation(
                source(presentation.element("source")),
                presentation.element("links").items().stream()
                        .map(CardPresentation::source)
                        .toList(),
                presentation.element("overrideReasons").texts().stream()
                        .map(code -> reason(code, knowledge))
                        .toList(),
                presentation.element("background").texts(),
                EvidenceReader.evidence(presentation.element("evidence")));
    }

    private static Code reason(String code, KnowledgeBase knowledge) {
        return new Code(
                OVERRIDE_REASONS,
                code,
                knowledge
                        .display(OVERRIDE_REASONS, code)
                        .orElseThrow(() -> new EvaluationException("Override reason " + code + " has no display.")));
    }

    private static Source source(DefineValue source) {
        return new Source(source.element("label").text(), source.element("url").optionalText());
    }
}
