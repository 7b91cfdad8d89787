package org.calcinosiscds.cql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;

/**
 * How rules, facts, traps and cases hang together.
 *
 * <p>What a rule says, orders and rests on is asked of its CQL, in the cases in which it fires; when it fires and must not is in
 * {@code CodeSystem/rule}; facts and traps that no rule names are in {@code CodeSystem/fact} and {@code CodeSystem/trap}.
 *
 * @param cases every case, by name
 * @param rules ids of the rules that the CQL defines
 * @param fired what each rule said, by rule and case
 * @param blocks the text blocks of ManagementText
 */
record Traceability(
        Map<String, PatientCase> cases,
        Set<String> rules,
        Map<String, Map<String, Map<String, Object>>> fired,
        List<Map<String, Object>> blocks) {
    private static final Pattern RULE = Pattern.compile("define \"(CC-\\d{3}) Rule\":");
    private static final Pattern STRING = Pattern.compile("'([^']*)'");
    private static final String CODE_SYSTEM = "https://calcinosis-cds.org/fhir/CodeSystem/";

    static Traceability read() {
        Map<String, String> libraries = libraries();
        Map<String, Map<String, Map<String, Object>>> fired = new TreeMap<>();
        Map<String, PatientCase> cases = PatientCase.all().stream()
                .collect(Collectors.toMap(PatientCase::name, each -> each, (a, b) -> a, TreeMap::new));
        cases.values().stream()
                .filter(each -> !each.answer().rules().isEmpty())
                .forEach(each -> said(each, libraries)
                        .forEach((rule, tuple) -> fired.computeIfAbsent(rule, id -> new TreeMap<>())
                                .put(each.name(), tuple)));
        PatientCase any = cases.values().iterator().next();
        List<Map<String, Object>> blocks = maps(CaseAnswers.evaluation(any, any.record())
                .evaluate(CaseAnswers.library("ManagementText"), List.of("Blocks"))
                .get("Blocks"));
        return new Traceability(cases, libraries.keySet(), fired, blocks);
    }

    /** Concepts of one of our own CodeSystems, by code. */
    static List<ConceptDefinitionComponent> concepts(String codeSystem) {
        return CaseAnswers.COMPILED
                .knowledge()
                .codeSystems()
                .get(CODE_SYSTEM + codeSystem)
                .getConcept();
    }

    /** Values of a property, in their order. */
    static List<String> property(ConceptDefinitionComponent concept, String code) {
        return concept.getProperty().stream()
                .filter(property -> property.getCode().equals(code))
                .map(ConceptPropertyComponent::getValue)
                .map(value -> value.primitiveValue())
                .toList();
    }

    /** Cases in which a rule fires. */
    Set<String> firing(String rule) {
        return fired.getOrDefault(rule, Map.of()).keySet();
    }

    /** Cases that show where a rule does not fire: in its folder, or naming it, or of a scenario that rules it out. */
    List<String> silent(String rule) {
        Set<String> scenarios = scenarios().stream()
                .filter(scenario -> words(scenario[4], " ").contains(rule))
                .map(scenario -> scenario[0])
                .collect(Collectors.toSet());
        String onlyHook = onlyHook(rule);
        return cases.values().stream()
                .filter(each -> each.folder().topic().equals(rule)
                        || each.expected().path("why").asString().contains(rule)
                        || scenarios.contains(each.expected().path("scenario").asString(""))
                        || each.hook().equals(onlyHook))
                .map(PatientCase::name)
                .filter(name -> !firing(rule).contains(name))
                .toList();
    }

    /** The hook of a rule that is judged nowhere else; patient-view has too many cases to list. */
    private static String onlyHook(String rule) {
        List<String> hooks = property(byCode("rule").get(rule), "hook");
        return hooks.size() == 1 && !hooks.get(0).equals("patient-view") ? hooks.get(0) : "";
    }

    /** Scenarios of the specification, {@code scenarios.csv}: id, hook, types, rules that fire, rules that must not. */
    static List<String[]> scenarios() {
        try (Stream<String> lines = Files.lines(Path.of("fhir-resources/tests/scenarios.csv"))) {
            return lines.skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Link from a document to what a case must answer. {@code up} leads from the folder of the document to the repository. */
    static String caseLink(String name, String up) {
        return "[" + name + "](" + up + CaseFolder.named(name).orElseThrow().path() + "/expected.json)";
    }

    static List<String> words(String text, String separator) {
        return Stream.of(text.split(separator)).filter(word -> !word.isEmpty()).toList();
    }

    /** What a rule said under one name in all its cases together; of a rule without cases what its CQL spells out. */
    List<String> said(String rule, String field) {
        return firing(rule).isEmpty()
                ? written(rule, field)
                : fired.get(rule).values().stream()
                        .flatMap(tuple -> CqlValues.strings(tuple.get(field)).stream())
                        .distinct()
                        .toList();
    }

    private static List<String> written(String rule, String field) {
        Pattern list = Pattern.compile("define \"" + rule + " Rule\":(?s:.*?)\\b" + field + ": \\{([^}]*)}");
        return CaseAnswers.COMPILED.knowledge().cql().values().stream()
                .flatMap(cql -> list.matcher(cql).results())
                .flatMap(found -> STRING.matcher(found.group(1)).results())
                .map(string -> string.group(1))
                .toList();
    }

    /** Orderables that a rule wants in any of its cases. */
    List<String> items(String rule) {
        return fired.getOrDefault(rule, Map.of()).values().stream()
                .flatMap(tuple -> maps(tuple.get("items")).stream())
                .map(item -> String.valueOf(item.get("id")))
                .distinct()
                .toList();
    }

    /** Rules and text blocks that name a fact. */
    List<String> users(String fact) {
        return Stream.concat(
                        rules.stream().filter(rule -> said(rule, "facts").contains(fact)),
                        blocks.stream()
                                .filter(block ->
                                        CqlValues.strings(block.get("facts")).contains(fact))
                                .map(block -> String.valueOf(block.get("id"))))
                .toList();
    }

    /** Facts that rules and text blocks name. */
    Set<String> factsNamed() {
        return Stream.concat(
                        rules.stream().flatMap(rule -> said(rule, "facts").stream()),
                        blocks.stream().flatMap(block -> CqlValues.strings(block.get("facts")).stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Map<String, Object>> said(PatientCase patient, Map<String, String> libraries) {
        Evaluation evaluation = CaseAnswers.evaluation(patient, patient.record());
        Map<String, Map<String, Object>> said = new TreeMap<>();
        patient.answer().rules().stream()
                .collect(Collectors.groupingBy(libraries::get))
                .forEach((library, rules) -> evaluation
                        .evaluate(
                                CaseAnswers.library(library),
                                rules.stream().map(rule -> rule + " Rule").toList())
                        .forEach((define, tuple) ->
                                said.put(define.replace(" Rule", ""), CqlValues.map(CqlValues.tree(tuple)))));
        return said;
    }

    /** Rule to the library that defines it. */
    static Map<String, String> libraries() {
        Map<String, String> libraries = new TreeMap<>();
        CaseAnswers.COMPILED
                .knowledge()
                .cql()
                .forEach(
                        (name, cql) -> RULE.matcher(cql).results().forEach(rule -> libraries.put(rule.group(1), name)));
        return libraries;
    }

    static List<Map<String, Object>> maps(Object list) {
        return ((Collection<?>) java.util.Objects.requireNonNull(CqlValues.tree(list)))
                .stream().map(CqlValues::map).toList();
    }

    /** Concepts by what a function of them says, for look-ups. */
    static Map<String, ConceptDefinitionComponent> byCode(String codeSystem) {
        return concepts(codeSystem).stream()
                .collect(Collectors.toMap(ConceptDefinitionComponent::getCode, Function.identity()));
    }
}
