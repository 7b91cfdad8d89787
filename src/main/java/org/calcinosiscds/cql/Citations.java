package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.calcinosiscds.decision.CitedResource;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Finds the resources that a value depends on, by evaluating without each of those that were read: exact, whatever the CQL does with
 * them. Filters, windows and the newest of several leave most of what is read without effect.
 */
final class Citations {
    /** For those who look at values alone. */
    static final Citations NONE = new Citations();

    private final @Nullable Evaluation evaluation;
    private final Map<Set<String>, Evaluation> without = new HashMap<>();

    Citations(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    private Citations() {
        this.evaluation = null;
    }

    boolean areWanted() {
        return evaluation != null;
    }

    /**
     * The resources without each of which a part of a define has another value.
     *
     * @param text its value with all of them
     * @param known references that need not be looked at
     */
    List<CitedResource> of(Library library, ExpressionDef define, Expression part, String text, Set<String> known) {
        if (evaluation == null) {
            return List.of();
        }
        List<CitedResource> found = new ArrayList<>();
        for (Map.Entry<String, Resource> read : evaluation.read().entrySet()) {
            String reference = read.getKey();
            if (!known.contains(reference) && !text.equals(textWithout(Set.of(reference), library, define, part))) {
                found.add(CitedResources.of(reference, read.getValue()));
            }
        }
        return List.copyOf(found);
    }

    /**
     * The resources that have to be absent together for a part of a define to have another value, where none of them alone makes a
     * difference; no more than are needed. Empty when nothing that was read makes a difference.
     *
     * @param text its value with all of them
     */
    List<CitedResource> alternatives(Library library, ExpressionDef define, Expression part, String text) {
        if (evaluation == null) {
            return List.of();
        }
        Map<String, Resource> read = new TreeMap<>(evaluation.read());
        if (text.equals(textWithout(Set.copyOf(read.keySet()), library, define, part))) {
            return List.of();
        }
        Set<String> needed = new TreeSet<>(read.keySet());
        for (String reference : read.keySet()) {
            needed.remove(reference);
            Evaluation reduced = evaluation.without(Set.copyOf(needed));
            if (text.equals(ExplainedValue.text(reduced.value(library, define, part)))) {
                needed.add(reference);
            }
        }
        return needed.stream()
                .map(reference -> CitedResources.of(reference, Objects.requireNonNull(read.get(reference))))
                .toList();
    }

    private String textWithout(Set<String> references, Library library, ExpressionDef define, Expression part) {
        Evaluation reduced = without.computeIfAbsent(
                references, each -> Objects.requireNonNull(evaluation).without(each));
        return ExplainedValue.text(reduced.value(library, define, part));
    }
}
