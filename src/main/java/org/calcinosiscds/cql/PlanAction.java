package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One action: the defines of its expressions.
 *
 * @param presentation define with source, links, override reasons and evidence; only on cards
 * @param definition canonical of the ActivityDefinition; only on orders
 * @param removed define that lists references of drafts to take away; only on removals
 * @param due define of the day by which an order is to be done; only on orders that have one
 * @param bodySite define of the body sites of an order, a list of CodeableConcept; only on orders that have one
 * @param codeText define of what an order is called, null for the text of the ActivityDefinition; only on orders that have one
 * @param label title as it stands in the PlanDefinition, for what has no define of its own
 * @param plain what the card of a plain plan says besides its text, in place of {@code presentation}
 */
record PlanAction(
        String condition,
        Optional<String> title,
        Optional<String> description,
        Optional<String> priority,
        Optional<String> presentation,
        Optional<String> definition,
        Optional<String> removed,
        Optional<String> due,
        Optional<String> bodySite,
        Optional<String> codeText,
        String label,
        Optional<CardPresentation> plain,
        List<PlanAction> children) {
    /** A card of a plain plan. */
    static PlanAction plainCard(
            String condition,
            String title,
            String description,
            String priority,
            CardPresentation presentation,
            List<PlanAction> suggestions) {
        return plain(
                condition,
                Optional.of(title),
                Optional.of(description),
                Optional.of(priority),
                Optional.empty(),
                Optional.of(presentation),
                suggestions);
    }

    /** Orders that are accepted together. */
    static PlanAction suggestion(String condition, String title, List<PlanAction> orders) {
        return plain(
                condition,
                Optional.of(title),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.copyOf(orders));
    }

    /** An order that says no more than its ActivityDefinition. */
    static PlanAction order(String condition, String definition) {
        return plain(
                condition,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(definition),
                Optional.empty(),
                List.of());
    }

    /** Without what only extensions of this content say. */
    private static PlanAction plain(
            String condition,
            Optional<String> title,
            Optional<String> description,
            Optional<String> priority,
            Optional<String> definition,
            Optional<CardPresentation> presentation,
            List<PlanAction> children) {
        return new PlanAction(
                condition,
                title,
                description,
                priority,
                Optional.empty(),
                definition,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                presentation,
                children);
    }

    /** The defines a card needs before its suggestions: its condition, or everything else about it. */
    List<String> defines() {
        List<String> names = new ArrayList<>();
        Stream.of(title, description, priority, presentation, removed, due, bodySite, codeText)
                .flatMap(Optional::stream)
                .forEach(names::add);
        children.forEach(child -> {
            names.add(child.condition);
            names.addAll(child.defines());
        });
        return names;
    }
}
