package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.Definitions.Definition;
import org.calcinosiscds.cql.ContentLibraries;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.PlanExpression;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PlanDefinition;

/** Whether each rule is judged at the hooks that {@code CodeSystem/rule} names for it, and no list names one twice. */
final class RuleListCheck {
    private static final Pattern DEFINE = Pattern.compile("\"?(\\w+)\"?\\.\"?([^\"]+)\"?");

    private final TranslationCheck translation;
    private final ContentResources resources;
    private final Definitions definitions;
    private final List<Finding> findings;
    private final Map<Definitions.Key, Set<Definitions.Key>> named = new HashMap<>();

    /** Where all rules come together that a library of rules is to be added to, such as {@code PatientViewRules."Rules"}. */
    private final Set<Definitions.Key> lists = new HashSet<>();

    /** The define of a plan that lists the true rules, what it reaches, and where the plan names it. */
    private record TrueRules(String file, String path, Set<Definitions.Key> reached) {}

    private RuleListCheck(
            TranslationCheck translation, Definitions definitions, ContentResources resources, List<Finding> findings) {
        this.translation = translation;
        this.resources = resources;
        this.definitions = definitions;
        this.findings = findings;
    }

    /** To be run on content without errors of the translator, which leaves out of a list what has errors. */
    static void run(
            TranslationCheck translation, Definitions definitions, ContentResources resources, List<Finding> findings) {
        if (translation.translator().library(ContentLibraries.CARD_MERGING).isPresent()) {
            RuleListCheck check = new RuleListCheck(translation, definitions, resources, findings);
            check.readDefinitions();
            check.checkHooks();
        }
    }

    private void readDefinitions() {
        translation.libraries().keySet().stream()
                .flatMap(name -> definitions.library(name).stream())
                .forEach(library -> LibraryResolver.definitions(library).forEach(each -> {
                    Definition definition = new Definition(library, each);
                    named.computeIfAbsent(definition.key(), key -> new HashSet<>())
                            .addAll(definitions.named(definition));
                    if (RuleCheck.RULES.equals(each.getName())) {
                        ElmWalk.of(each, library, part -> {
                            if (part instanceof org.hl7.elm.r1.List list) {
                                checkOnce(definition, list);
                            }
                        });
                    }
                }));
    }

    private void checkOnce(Definition definition, org.hl7.elm.r1.List list) {
        Set<Definitions.Key> seen = new HashSet<>();
        for (Expression element : list.getElement()) {
            Expression plain = element instanceof As conversion ? conversion.getOperand() : element;
            if (plain instanceof ExpressionRef reference && !(plain instanceof FunctionRef)) {
                Definitions.Key key = definitions.key(reference, definition.library());
                if (key.name().equals(RuleCheck.RULES)) {
                    lists.add(definition.key());
                }
                if (!seen.add(key)) {
                    String name = (reference.getLibraryName() == null ? "" : reference.getLibraryName() + ".")
                            + '"'
                            + key.name()
                            + '"';
                    add(definition, SourcePosition.of(reference), name + " is listed twice; its cards would be too.");
                }
            }
        }
    }

    private void checkHooks() {
        Map<String, List<TrueRules>> byHook = trueRules();
        Map<String, Set<String>> described = describedHooks();
        Map<String, Map<String, RuleDefinition>> rules = new TreeMap<>();
        translation.libraries().keySet().stream()
                .flatMap(name -> definitions.library(name).stream())
                .flatMap(library -> RuleDefinition.of(library).stream())
                .forEach(rule -> rule.literals("id")
                        .forEach(id -> described
                                .getOrDefault(RuleDefinition.text(id), Set.of())
                                .forEach(hook -> rules.computeIfAbsent(hook, key -> new LinkedHashMap<>())
                                        .put(RuleDefinition.text(id), rule))));
        rules.forEach((hook, ofHook) -> {
            List<TrueRules> plans = byHook.getOrDefault(hook, List.of());
            if (!plans.isEmpty()) {
                checkHook(hook, ofHook, plans);
            }
        });
    }

    private void checkHook(String hook, Map<String, RuleDefinition> rules, List<TrueRules> plans) {
        Map<String, RuleDefinition> missing = new LinkedHashMap<>(rules);
        missing.values().removeIf(rule -> plans.stream().anyMatch(plan -> reaches(plan, rule)));
        if (missing.size() == rules.size() && rules.size() > 1) {
            TrueRules plan = plans.get(0);
            findings.add(Finding.error(
                            plan.file(),
                            resources.text(plan.file()).at(plan.path()),
                            "CDS032",
                            "None of the " + rules.size() + " rules that CodeSystem/rule describes for the hook " + hook
                                    + " would be judged there.")
                    .with(rules.size() - 1));
            return;
        }
        Set<String> libraries =
                rules.values().stream().map(RuleDefinition::libraryName).collect(Collectors.toCollection(TreeSet::new));
        for (String library : libraries) {
            List<String> ids = missing.entrySet().stream()
                    .filter(each -> each.getValue().libraryName().equals(library))
                    .map(Map.Entry::getKey)
                    .toList();
            boolean isWhole = rules.values().stream()
                            .filter(rule -> rule.libraryName().equals(library))
                            .count()
                    == ids.size();
            Optional<Definition> list = isWhole ? list(library) : Optional.empty();
            list.ifPresent(found -> add(
                    found,
                    SourcePosition.of(found.definition()),
                    ids.get(0) + (ids.size() > 1 ? " and " + (ids.size() - 1) + " more" : "")
                            + " would never be judged at the hook " + hook + ", which CodeSystem/rule names"
                            + listsOf(plans) + "."));
            if (list.isEmpty()) {
                ids.forEach(id -> addSingle(hook, id, Objects.requireNonNull(missing.get(id))));
            }
        }
    }

    private void addSingle(String hook, String id, RuleDefinition rule) {
        add(
                new Definition(rule.library(), rule.definition()),
                SourcePosition.of(rule.definition()),
                "it would never be judged at the hook " + hook + ", which CodeSystem/rule names for " + id + ".");
    }

    /** Such as {@code : it is not in PatientViewRules."Rules"}; empty when there is no such list. */
    private String listsOf(List<TrueRules> plans) {
        String names = plans.stream()
                .flatMap(plan -> lists.stream().filter(plan.reached()::contains))
                .map(each -> each.library() + ".\"" + each.name() + '"')
                .distinct()
                .sorted()
                .collect(Collectors.joining(" or "));
        return names.isEmpty() ? "" : ": it is not in " + names;
    }

    private static boolean reaches(TrueRules plan, RuleDefinition rule) {
        return plan.reached().contains(new Definitions.Key(rule.libraryName(), rule.name()));
    }

    private Optional<Definition> list(String library) {
        return definitions.library(library).stream()
                .flatMap(found -> LibraryResolver.definitions(found).stream()
                        .filter(each -> RuleCheck.RULES.equals(each.getName()))
                        .map(each -> new Definition(found, each)))
                .findFirst();
    }

    /** By hook; plans whose true rules are no single define are left out. */
    private Map<String, List<TrueRules>> trueRules() {
        Map<String, List<TrueRules>> byHook = new TreeMap<>();
        resources.of(PlanDefinition.class).forEach((file, plan) -> {
            List<TrueRules> found = new ArrayList<>();
            for (int i = 0; i < plan.getExtension().size(); i++) {
                String path = "extension[" + i + "].valueExpression.expression";
                define(plan, plan.getExtension().get(i))
                        .ifPresent(key -> found.add(new TrueRules(file, path, reached(key))));
            }
            RuleDescriptionCheck.hooks(Stream.of(plan))
                    .forEach(hook -> byHook.computeIfAbsent(hook, key -> new ArrayList<>())
                            .addAll(found));
        });
        return byHook;
    }

    private Optional<Definitions.Key> define(PlanDefinition plan, Extension extension) {
        if (!CqlKnowledge.TRUE_RULES.equals(extension.getUrl())
                || !(extension.getValue() instanceof org.hl7.fhir.r4.model.Expression expression)) {
            return Optional.empty();
        }
        return PlanExpressionCheck.library(plan, translation, resources)
                .flatMap(library -> PlanExpression.cql(expression, library))
                .map(DEFINE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Definitions.Key(matcher.group(1), matcher.group(2)))
                .filter(named::containsKey);
    }

    private Set<Definitions.Key> reached(Definitions.Key start) {
        Set<Definitions.Key> reached = new HashSet<>(Set.of(start));
        Deque<Definitions.Key> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            named.getOrDefault(next.remove(), Set.of()).stream()
                    .filter(reached::add)
                    .forEach(next::add);
        }
        return reached;
    }

    private Map<String, Set<String>> describedHooks() {
        Map<String, Set<String>> hooks = new HashMap<>();
        resources.of(CodeSystem.class).values().stream()
                .filter(codes -> RuleDescriptionCheck.RULES.equals(codes.getUrl()))
                .flatMap(codes -> codes.getConcept().stream())
                .forEach(rule -> hooks.put(rule.getCode(), hooks(rule)));
        return hooks;
    }

    private static Set<String> hooks(ConceptDefinitionComponent rule) {
        return rule.getProperty().stream()
                .filter(property -> RuleDescriptionCheck.HOOK.equals(property.getCode()))
                .map(property -> property.getValue())
                .filter(CodeType.class::isInstance)
                .map(value -> ((CodeType) value).getValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void add(Definition definition, SourcePosition position, String words) {
        findings.add(Finding.error(
                "cql/" + definition.key().library() + ".cql",
                position,
                "CDS032",
                '"' + definition.key().name() + "\": " + words));
    }
}
