package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.ContentLibraries;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Tuple;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;

/** Whether what rules name exists: themselves, their problem, level, orders, sources, facts and reasons to override. */
final class RuleCheck {
    private static final String SYSTEM = "https://calcinosis-cds.org/fhir/CodeSystem/";
    /** The define that lists the rules of a library. */
    static final String RULES = "Rules";

    private static final int MAX_SUMMARY_LENGTH = 139;

    /** What the values of a field are listed in. */
    private static final Map<String, String> LISTS = Map.of(
            "id", MissingCodes.codeSystem("rule"),
            "problem", MissingCodes.define(ContentLibraries.CARD_MERGING, "Problems"),
            "sources", MissingCodes.define(ContentLibraries.CARD_SOURCES, "Sources"),
            "facts", MissingCodes.codeSystem("fact"),
            "reasons", MissingCodes.codeSystem("override-reason"),
            "order", MissingCodes.codeSystem("orderable"));

    private final TranslationCheck translation;
    private final ContentResources resources;
    private final MissingCodes missing;
    private final List<Finding> findings;
    private final Map<String, RuleDefinition> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> codes = new HashMap<>();

    private RuleCheck(
            TranslationCheck translation, ContentResources resources, MissingCodes missing, List<Finding> findings) {
        this.translation = translation;
        this.resources = resources;
        this.missing = missing;
        this.findings = findings;
    }

    /** Content that merges no rules has none of this kind. */
    static void run(
            TranslationCheck translation, ContentResources resources, MissingCodes missing, List<Finding> findings) {
        if (translation.translator().library(ContentLibraries.CARD_MERGING).isPresent()) {
            ProposedOrders proposed = new ProposedOrders(translation, resources);
            RuleCheck check = new RuleCheck(translation, resources, missing, findings);
            check.requireOnce(ContentLibraries.CARD_MERGING, "Problems", "problem", "CDS031");
            check.requireOnce(ContentLibraries.CARD_SOURCES, "Sources", "key", "CDS036");
            translation.libraries().keySet().stream()
                    .flatMap(name -> translation.translator().library(name).stream())
                    .flatMap(library -> RuleDefinition.of(library).stream())
                    .forEach(rule -> {
                        check.check(rule);
                        proposed.check(rule, check.codes("orderable"), findings);
                    });
        }
    }

    private void check(RuleDefinition rule) {
        for (Literal id : distinct(rule.literals("id"))) {
            checkId(rule, id);
        }
        if (isTranslated(rule) && !isListed(rule)) {
            add(
                    rule,
                    SourcePosition.of(rule.definition()),
                    "CDS032",
                    "the rule is not in \"Rules\" of its library; it would never be judged.");
        }
        requireOneOf(
                rule,
                "problem",
                "CDS031",
                keys(ContentLibraries.CARD_MERGING, "Problems", "problem"),
                "is no problem of " + ContentLibraries.CARD_MERGING
                        + ".\"Problems\"; the rule would be true and no card would show it");
        requireOneOf(rule, "level", "CDS039", Set.of("1", "2", "3"), "is no level: 3 is critical, 2 warning, 1 info");
        requireOneOf(
                rule,
                "sources",
                "CDS036",
                keys(ContentLibraries.CARD_SOURCES, "Sources", "key"),
                "is no key of " + ContentLibraries.CARD_SOURCES + ".\"Sources\"; the card would show no source");
        requireOneOf(rule, "facts", "CDS037", codes("fact"), "is not in CodeSystem/fact");
        requireOneOf(
                rule,
                "reasons",
                "CDS038",
                codes("override-reason"),
                "is not in CodeSystem/override-reason; the whole answer would fail");
        rule.values("summary").forEach(summary -> {
            int length = RuleDefinition.leastLength(summary);
            if (length > MAX_SUMMARY_LENGTH) {
                add(
                        rule,
                        SourcePosition.of(summary),
                        "CDS042",
                        "the summary has " + length + " characters or more and a card shows " + MAX_SUMMARY_LENGTH
                                + ".");
            }
        });
        rule.orders()
                .forEach(order -> requireKnown(
                        rule,
                        order,
                        "CDS041",
                        codes("orderable"),
                        "order",
                        "is not in CodeSystem/orderable; it would not be ordered"));
    }

    @SuppressWarnings("ReferenceEquality") // The same definition is met once for each service.
    private void checkId(RuleDefinition rule, Literal id) {
        RuleDefinition first = byId.putIfAbsent(RuleDefinition.text(id), rule);
        // A rule of several defines is recognised as one only where no part has errors.
        if (first != null && first != rule && isTranslated(rule)) {
            add(
                    rule,
                    SourcePosition.of(id),
                    "CDS033",
                    "'" + RuleDefinition.text(id) + "' is also the id of \"" + first.name() + "\" in " + first.file()
                            + ".");
        }
        Set<String> described = concepts("rule").stream()
                .filter(concept -> concept.getDefinition() != null)
                .map(ConceptDefinitionComponent::getCode)
                .collect(Collectors.toSet());
        if (isReadable("rule")) {
            requireKnown(rule, id, "CDS035", described, "id", "is not described in CodeSystem/rule");
        }
    }

    private static List<Literal> distinct(List<Literal> literals) {
        Set<String> seen = new HashSet<>();
        return literals.stream()
                .filter(literal -> seen.add(RuleDefinition.text(literal)))
                .toList();
    }

    /** Whether the library of a rule has no errors of the translator, which leaves out what has. */
    private boolean isTranslated(RuleDefinition rule) {
        return Stream.concat(translation.causes().stream(), translation.followUps().stream())
                .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR
                        && finding.file().equals(rule.file()));
    }

    /** Whether "Rules" of the library uses the rule, itself or through what it uses. */
    private static boolean isListed(RuleDefinition rule) {
        Map<String, ExpressionDef> definitions = new LinkedHashMap<>();
        LibraryResolver.definitions(rule.library())
                .forEach(definition -> definitions.put(String.valueOf(definition.getName()), definition));
        Set<String> reached = new HashSet<>();
        Set<String> next = new TreeSet<>(Set.of(RULES));
        while (!next.isEmpty()) {
            Set<String> further = new TreeSet<>();
            next.stream()
                    .filter(reached::add)
                    .map(definitions::get)
                    .filter(Objects::nonNull)
                    .forEach(definition -> further.addAll(ElmWalk.references(definition, rule.library())));
            next = further;
        }
        return reached.contains(rule.name());
    }

    private void requireOneOf(RuleDefinition rule, String field, String code, Set<String> known, String trouble) {
        rule.literals(field).forEach(literal -> requireKnown(rule, literal, code, known, field, trouble));
    }

    private void requireKnown(
            RuleDefinition rule, Literal literal, String code, Set<String> known, String field, String trouble) {
        // Without any that are known the file that lists them is missing or cannot be read.
        if (!known.isEmpty() && !known.contains(RuleDefinition.text(literal))) {
            String name = RuleDefinition.text(literal);
            Finding finding = finding(
                    rule,
                    SourcePosition.of(literal),
                    code,
                    field + " '" + name + "' " + trouble + "." + SimilarNames.suggestion(name, known));
            Optional.ofNullable(LISTS.get(field))
                    .ifPresentOrElse(list -> missing.add(list, name, finding), () -> findings.add(finding));
        }
    }

    private void add(RuleDefinition rule, SourcePosition position, String code, String words) {
        findings.add(finding(rule, position, code, words));
    }

    private static Finding finding(RuleDefinition rule, SourcePosition position, String code, String words) {
        return Finding.error(rule.file(), position, code, "\"" + rule.name() + "\": " + words);
    }

    private boolean isReadable(String system) {
        return !resources.isUnreadable(Content.RESOURCES + "code-system/CodeSystem-" + system + ".json");
    }

    private Set<String> codes(String system) {
        return codes.computeIfAbsent(
                system,
                key -> concepts(key).stream()
                        .map(ConceptDefinitionComponent::getCode)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private List<ConceptDefinitionComponent> concepts(String system) {
        return resources.of(CodeSystem.class).values().stream()
                .filter(codes -> (SYSTEM + system).equals(codes.getUrl()))
                .flatMap(codes -> codes.getConcept().stream())
                .toList();
    }

    private Set<String> keys(String library, String define, String field) {
        return literals(library, define, field)
                .map(RuleDefinition::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void requireOnce(String library, String define, String field, String code) {
        Set<String> seen = new HashSet<>();
        literals(library, define, field)
                .filter(literal -> !seen.add(RuleDefinition.text(literal)))
                .forEach(literal -> findings.add(Finding.error(
                        "cql/" + library + ".cql",
                        SourcePosition.of(literal),
                        code,
                        "\"" + define + "\": " + field + " '" + RuleDefinition.text(literal) + "' stands twice.")));
    }

    /** Literals of one field in the tuples of a list. */
    private Stream<Literal> literals(String library, String define, String field) {
        return translation.translator().library(library).stream()
                .flatMap(found -> LibraryResolver.definitions(found).stream())
                .filter(definition -> define.equals(definition.getName()))
                .map(ExpressionDef::getExpression)
                .filter(org.hl7.elm.r1.List.class::isInstance)
                .flatMap(list -> ((org.hl7.elm.r1.List) list).getElement().stream())
                .filter(Tuple.class::isInstance)
                .flatMap(tuple -> RuleDefinition.field((Tuple) tuple, field).stream())
                .filter(Literal.class::isInstance)
                .map(Literal.class::cast);
    }
}
