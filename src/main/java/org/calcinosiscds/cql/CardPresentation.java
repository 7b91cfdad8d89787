package org.calcinosiscds.cql;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.Recommendation.Code;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.knowledge.KnowledgeBase;

/**
 * What a card says besides its text, as the define behind its {@code card-presentation} extension answers:
 * {@code Tuple { source, links, overrideReasons, background, evidence }}.
 *
 * @param background sentences that the card's text has no room for
 * @param triggers references that drafts give as their reason
 */
record CardPresentation(
        Source source,
        List<Source> links,
        List<Code> overrideReasons,
        List<String> background,
        Map<String, Object> evidence,
        List<String> triggers) {
    private static final String OVERRIDE_REASONS = "https://calcinosis-cds.org/fhir/CodeSystem/override-reason";

    static CardPresentation of(Map<String, Object> answer, KnowledgeBase knowledge) {
        Map<String, Object> evidence = CqlValues.map(answer.get("evidence"));
        return new CardPresentation(
                source(answer.get("source")),
                items(answer.get("links")).map(CardPresentation::source).toList(),
                CqlValues.strings(answer.get("overrideReasons")).stream()
                        .map(code -> reason(code, knowledge))
                        .toList(),
                CqlValues.strings(answer.get("background")),
                evidence,
                items(evidence.get("because"))
                        .map(because -> String.valueOf(CqlValues.map(because).get("reference")))
                        .distinct()
                        .toList());
    }

    private static Code reason(String code, KnowledgeBase knowledge) {
        return new Code(
                OVERRIDE_REASONS,
                code,
                knowledge
                        .display(OVERRIDE_REASONS, code)
                        .orElseThrow(() -> new EvaluationException("Override reason " + code + " has no display.")));
    }

    private static Source source(@org.jspecify.annotations.Nullable Object answer) {
        Map<String, Object> source = CqlValues.map(answer);
        Object url = source.get("url");
        return new Source(String.valueOf(source.get("label")), url == null ? null : url.toString());
    }

    private static Stream<?> items(@org.jspecify.annotations.Nullable Object list) {
        return list instanceof List<?> found ? found.stream() : Stream.empty();
    }
}
