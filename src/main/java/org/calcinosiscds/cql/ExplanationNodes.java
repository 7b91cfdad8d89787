package org.calcinosiscds.cql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.RuleExplanation;
import org.hl7.elm.r1.Expression;
import org.jspecify.annotations.Nullable;

/** Lines of an explanation: a condition as it is written, its value, and the resources on which that rests. */
final class ExplanationNodes {
    private final ConditionTexts texts;
    private final Citations citations;

    ExplanationNodes(ConditionTexts texts, Citations citations) {
        this.texts = texts;
        this.citations = citations;
    }

    RuleExplanation node(
            ExplainedPlace place,
            Expression part,
            String condition,
            int line,
            @Nullable Object value,
            List<RuleExplanation> because) {
        String text = ExplainedValue.text(value);
        List<CitedResource> resources = List.of();
        List<CitedResource> enough = List.of();
        // What is inside has its value from outside, where the resources are cited.
        if (place.isOutside() && citations.areWanted()) {
            Set<String> known = new HashSet<>();
            boolean isExplained = false;
            for (RuleExplanation each :
                    because.stream().flatMap(RuleExplanation::all).toList()) {
                each.resources().forEach(resource -> known.add(resource.reference()));
                isExplained |=
                        !each.resources().isEmpty() || !each.alternatives().isEmpty();
            }
            resources = citations.of(place.library(), place.define(), part, text, known);
            enough = isExplained || !resources.isEmpty()
                    ? List.of()
                    : citations.alternatives(place.library(), place.define(), part, text);
        }
        return new RuleExplanation(
                ConditionTexts.name(place.library()), line, condition, text, because, resources, enough);
    }

    /** A part of a define, whose text is its name. */
    RuleExplanation node(ExplainedPlace place, Expression part, @Nullable Object value, List<RuleExplanation> because) {
        return node(
                place,
                part,
                texts.text(place.library(), part.getLocator()),
                ConditionTexts.line(part.getLocator()),
                value,
                because);
    }
}
