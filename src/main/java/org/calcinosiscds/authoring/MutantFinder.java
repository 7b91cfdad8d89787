package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.calcinosiscds.authoring.Definitions.Definition;
import org.calcinosiscds.authoring.SourceText.Span;
import org.calcinosiscds.cql.LibraryTranslator;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.TupleElement;

/**
 * Finds the small changes that cases ought to notice: in what decides whether a rule is true, in the fields of a rule that cases compare,
 * and in all definitions that these use. Sentences other than the summary are not compared and not changed.
 */
public final class MutantFinder {
    private final Map<String, String> sources;
    private final Map<String, String> neighbours = new HashMap<>();
    private final TranslationCheck translation;
    private final Definitions definitions;

    /** What is not changed of rules, by library. */
    private final Map<String, List<Span>> left = new HashMap<>();

    private final Map<String, SourceText> texts = new HashMap<>();

    /** @param contents text by path below the folder of content, without errors */
    public MutantFinder(Map<String, String> contents) {
        this.sources = KnowledgeLoader.cql(contents);
        this.translation = new TranslationCheck(sources, new LibraryTranslator());
        translation.run();
        this.definitions = new Definitions(translation.translator());
        sources.forEach((name, cql) -> {
            texts.put(name, new SourceText(cql));
            MutantChanges.addNeighbours(cql, neighbours);
        });
    }

    /** All changes, by library and place. */
    public List<Mutant> all() {
        Map<String, Library> libraries = new TreeMap<>();
        for (String name : translation.libraries().keySet()) {
            definitions.library(name).ifPresent(library -> libraries.put(name, library));
        }
        Set<Definitions.Key> reached = reached(libraries);
        UnreadUnits unread = new UnreadUnits(libraries.values(), definitions);
        List<Mutant> mutants = new ArrayList<>();
        libraries.forEach((name, library) -> {
            if (!name.equals(TranslationCheck.FHIR_HELPERS)) {
                for (ExpressionDef each : LibraryResolver.definitions(library)) {
                    if (reached.contains(new Definition(library, each).key()) && each.getExpression() != null) {
                        mutants.addAll(of(library, each, unread));
                    }
                }
            }
        });
        return numbered(mutants);
    }

    /** Definitions of the library of a rule that the rule uses. */
    public Set<Mutant.Key> ofRule(String rule, List<Mutant> mutants) {
        Set<Mutant.Key> keys = new HashSet<>();
        for (String name : translation.libraries().keySet()) {
            definitions.library(name).ifPresent(library -> {
                Set<String> used = new HashSet<>();
                addUsed(library, rule + " Fires", used);
                addUsed(library, rule + " Rule", used);
                mutants.stream()
                        .filter(each -> each.library().equals(name) && used.contains(each.definition()))
                        .forEach(each -> keys.add(each.key()));
            });
        }
        return keys;
    }

    private static void addUsed(Library library, String name, Set<String> used) {
        LibraryResolver.definitions(library).stream()
                .filter(each -> name.equals(each.getName()) && used.add(name))
                .flatMap(each -> ElmWalk.references(each, library).stream())
                .forEach(each -> addUsed(library, each, used));
    }

    /** What decides what cases compare. */
    private Set<Definitions.Key> reached(Map<String, Library> libraries) {
        Map<Definitions.Key, List<Definition>> byKey = new HashMap<>();
        libraries
                .values()
                .forEach(library -> LibraryResolver.definitions(library).forEach(each -> {
                    Definition definition = new Definition(library, each);
                    byKey.computeIfAbsent(definition.key(), key -> new ArrayList<>())
                            .add(definition);
                }));
        Set<Definitions.Key> reached = new HashSet<>();
        Deque<Definitions.Key> next = new ArrayDeque<>();
        libraries.forEach((name, library) -> {
            List<RuleDefinition> rules = RuleDefinition.of(library);
            rules.forEach(rule -> {
                leaveOut(rule);
                next.add(new Definitions.Key(name, rule.name()));
            });
            if (!rules.isEmpty()) {
                next.add(new Definitions.Key(name, RuleCheck.RULES));
            }
        });
        while (!next.isEmpty()) {
            Definitions.Key key = next.remove();
            if (reached.add(key)) {
                byKey.getOrDefault(key, List.of()).forEach(each -> next.addAll(used(each)));
            }
        }
        return reached;
    }

    private void leaveOut(RuleDefinition rule) {
        SourceText text = Objects.requireNonNull(texts.get(rule.libraryName()));
        rule.tuples().stream()
                .flatMap(tuple -> tuple.getElement().stream())
                .filter(element -> !MutantChanges.COMPARED.contains(String.valueOf(element.getName())))
                .map(TupleElement::getValue)
                .filter(Objects::nonNull)
                .map(text::of)
                .filter(Objects::nonNull)
                .forEach(span -> left.computeIfAbsent(rule.libraryName(), key -> new ArrayList<>())
                        .add(span));
    }

    private boolean isLeftOut(String library, Span span) {
        return left.getOrDefault(library, List.of()).stream().anyMatch(each -> each.contains(span));
    }

    private Set<Definitions.Key> used(Definition from) {
        String name = from.key().library();
        SourceText text = Objects.requireNonNull(texts.get(name));
        Set<Definitions.Key> keys = new HashSet<>();
        ElmWalk.of(from.definition(), from.library(), each -> {
            if (each instanceof ExpressionRef reference) {
                Span span = text.of(each);
                if (span == null || !isLeftOut(name, span)) {
                    keys.add(definitions.key(reference, from.library()));
                }
            }
        });
        return keys;
    }

    private List<Mutant> of(Library library, ExpressionDef definition, UnreadUnits unread) {
        String name = Definitions.name(library);
        SourceText text = Objects.requireNonNull(texts.get(name));
        boolean isRules = RuleCheck.RULES.equals(definition.getName());
        Map<String, Span> places = new LinkedHashMap<>();
        Map<List<Object>, Mutant> found = new LinkedHashMap<>();
        List<MutantChanges.Change> changes = new ArrayList<>();
        MutantChanges finder = new MutantChanges(text, neighbours, unread);
        Expression whole = Objects.requireNonNull(definition.getExpression());
        ElmWalk.of(whole, library, each -> {
            Span span = text.of(each);
            if (span != null && each.getLocator() != null) {
                places.putIfAbsent(each.getLocator(), span);
                changes.addAll(finder.of(each, isRules));
            }
        });
        for (MutantChanges.Change each : changes) {
            if (!isLeftOut(name, each.span())) {
                Mutant mutant = new Mutant(
                        name,
                        String.valueOf(definition.getName()),
                        text.position(each.span().start()),
                        each.span().start(),
                        each.span().end(),
                        each.replacement(),
                        each.words(),
                        1,
                        around(each.span(), places));
                found.putIfAbsent(List.of(mutant.start(), mutant.end(), mutant.replacement()), mutant);
            }
        }
        return List.copyOf(found.values());
    }

    /** Locators of the expressions around a span, the innermost first. */
    private static List<String> around(Span span, Map<String, Span> places) {
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().contains(span))
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().end() - entry.getValue().start()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Mutant> numbered(List<Mutant> mutants) {
        Map<Mutant.Key, Integer> numbers = new HashMap<>();
        return mutants.stream()
                .sorted(Comparator.comparing(Mutant::library).thenComparingInt(Mutant::start))
                .map(each -> each.numbered(numbers.merge(each.key(), 1, Integer::sum)))
                .toList();
    }
}
