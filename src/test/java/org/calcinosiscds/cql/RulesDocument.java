package org.calcinosiscds.cql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.PatientCase;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;

/** Writes {@code docs/rules.md}: every rule, fact and trap, for a clinician who reviews them without reading code. */
final class RulesDocument {
    static final Path FILE = Path.of("docs/rules.md");

    private final Traceability trace;
    private final Map<String, ConceptDefinitionComponent> orderables = Traceability.byCode("orderable");
    private final Map<String, ConceptDefinitionComponent> reasons = Traceability.byCode("override-reason");
    private final Map<String, String> sources;
    private final List<String> lines = new ArrayList<>();

    private RulesDocument(Traceability trace) {
        this.trace = trace;
        PatientCase any = trace.cases().values().iterator().next();
        sources = Traceability.maps(CaseAnswers.evaluation(any, any.record())
                        .evaluate(CaseAnswers.library("CardWords"), List.of("Sources"))
                        .get("Sources"))
                .stream()
                .collect(Collectors.toMap(source -> String.valueOf(source.get("key")), RulesDocument::source));
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(FILE, text(Traceability.read()));
    }

    static String text(Traceability trace) {
        RulesDocument document = new RulesDocument(trace);
        document.write();
        return String.join("\n", document.lines) + "\n";
    }

    private void write() {
        add(
                "# Rules",
                "",
                "Every rule of the service, for review by clinicians: when it fires, when it must not, what its card says, what it rests on and",
                "which cases show it. Decision support, not a diagnosis; not validated in patients.",
                "",
                "This page is generated from the content and the answers to the cases. Do not edit it: change the CQL, `CodeSystem/rule`,",
                "`CodeSystem/fact` or `CodeSystem/trap`, then run `" + RulesDocumentTests.COMMAND + "`.",
                "",
                "Card texts are those of the case that is named beside them; names, numbers and dates come from its synthetic patient. To a card's",
                "text the service adds what is done or on order and, for calcinosis, the suspected type. \"Critical\" asks for action the same day,",
                "\"warning\" at this visit or within the time stated, \"info\" for nothing today. What a card has no room for is on the page of its rule.",
                "",
                "| Rule | | Card | Hooks |",
                "| --- | --- | --- | --- |");
        List<ConceptDefinitionComponent> rules = Traceability.concepts("rule");
        rules.forEach(rule -> add("| " + link(rule.getCode()) + " | " + rule.getDisplay() + " | "
                + join(rule, "indicator") + " | " + join(rule, "hook") + " |"));
        rules.forEach(this::rule);
        blocks();
        facts();
        traps();
    }

    private void rule(ConceptDefinitionComponent rule) {
        String id = rule.getCode();
        add("", "## " + id, "", "**" + rule.getDisplay() + "**", "");
        add("Card: " + join(rule, "indicator") + ", about: " + problems(rule) + ". Hooks: " + join(rule, "hook") + ".");
        add("", "Fires: " + rule.getDefinition(), "", "Stays silent:", "");
        Traceability.property(rule, "not").forEach(not -> add("- " + not));
        if (!trace.rules().contains(id)) {
            add("", "Not yet in the CQL.");
            return;
        }
        example(id);
        listed("Can order", trace.items(id), item -> "O-".equals(item.substring(0, 2)), orderables);
        listed("Can refer or start", trace.items(id), item -> !"O-".equals(item.substring(0, 2)), orderables);
        listed("Reasons to set it aside", trace.said(id, "reasons"), reason -> true, reasons);
        add(
                "",
                "Sources: "
                        + trace.said(id, "sources").stream().map(sources::get).collect(Collectors.joining("; ")) + ".");
        add("", "Facts: " + String.join(", ", trace.said(id, "facts")) + ".");
        add(
                "",
                "<details><summary>Cases: " + trace.firing(id).size() + " fire, "
                        + trace.silent(id).size() + " near misses</summary>",
                "",
                "Fire: " + links(trace.firing(id)) + ".");
        add("", "Near misses: " + links(trace.silent(id)) + ".", "", "</details>");
    }

    /** The shortest answer shows the rule best: alone, in a scenario of the specification where there is one. */
    private void example(String id) {
        trace.firing(id).stream()
                .min(Comparator.comparing((String name) ->
                                trace.cases().get(name).answer().rules().size())
                        .thenComparing(
                                name -> !trace.cases().get(name).expected().has("scenario"))
                        .thenComparing(Comparator.naturalOrder()))
                .ifPresentOrElse(
                        name -> {
                            Map<String, Object> said = trace.fired().get(id).get(name);
                            add("", "Says (in " + caseLink(name) + "):", "", "> **" + said.get("summary") + "**", ">");
                            parts(said).forEach(line -> add("> - " + line));
                            List<String> more = CqlValues.strings(said.get("more"));
                            if (!more.isEmpty()) {
                                add("", "More, on its page:", "");
                                more.forEach(line -> add("- " + line));
                            }
                        },
                        () -> add("", "No case yet: its value set holds no verified code."));
    }

    /** What to do first, what is known, why it matters, one caution, as a card has them. */
    private static List<String> parts(Map<String, Object> said) {
        return Stream.of(
                        Stream.ofNullable(said.get("first")).map(first -> "**" + first + "**"),
                        Stream.of(String.join(" ", CqlValues.strings(said.get("known")))),
                        Stream.ofNullable(said.get("why")).map(Object::toString),
                        Stream.ofNullable(said.get("caution")).map(Object::toString))
                .flatMap(each -> each)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void blocks() {
        add("", "## Text blocks", "", "Always options for a specialist; nothing of them is ordered or started.", "");
        add("| Block | | Text | Facts | Said by |", "| --- | --- | --- | --- | --- |");
        trace.blocks()
                .forEach(block -> add("| " + block.get("id") + " | " + block.get("title") + " | " + block.get("text")
                        + " | " + String.join(", ", CqlValues.strings(block.get("facts"))) + " | "
                        + trace.fired().keySet().stream()
                                .filter(rule -> trace.said(rule, "more").contains(block.get("text")))
                                .map(RulesDocument::link)
                                .collect(Collectors.joining(", "))
                        + " |"));
    }

    private void facts() {
        add("", "## Facts", "", "| Fact | | Used by |", "| --- | --- | --- |");
        for (ConceptDefinitionComponent fact : Traceability.concepts("fact")) {
            List<String> users = Stream.of(
                            trace.users(fact.getCode()).stream(),
                            Traceability.property(fact, "text").stream().map(place -> "words of " + place),
                            Traceability.property(fact, "value-set").stream().map(id -> "`ValueSet/" + id + "`"),
                            Traceability.property(fact, "unused").stream().map(why -> "not used: " + why))
                    .flatMap(each -> each)
                    .toList();
            add("| " + fact.getCode() + " | " + cell(fact.getDisplay()) + " | " + cell(String.join(", ", users))
                    + " |");
        }
    }

    private void traps() {
        add("", "## Traps", "", "| Trap | | Handling | Shown by |", "| --- | --- | --- | --- |");
        for (ConceptDefinitionComponent trap : Traceability.concepts("trap")) {
            List<String> shown = Stream.of(
                            Traceability.property(trap, "case").stream().map(RulesDocument::caseLink),
                            Traceability.property(trap, "rule").stream().map(rule -> "the cases of " + link(rule)),
                            Traceability.property(trap, "test").stream().map(test -> "`" + test + "`"),
                            Traceability.property(trap, "text").stream())
                    .flatMap(each -> each)
                    .toList();
            add("| " + trap.getCode() + " | " + cell(trap.getDisplay()) + " | " + cell(trap.getDefinition()) + " | "
                    + cell(String.join("; ", shown)) + " |");
        }
    }

    private void listed(
            String heading,
            List<String> codes,
            java.util.function.Predicate<String> wanted,
            Map<String, ConceptDefinitionComponent> displays) {
        List<String> words = codes.stream()
                .filter(wanted)
                .map(code -> displays.containsKey(code) ? displays.get(code).getDisplay() : code)
                .toList();
        if (!words.isEmpty()) {
            add("", heading + ": " + String.join("; ", words) + ".");
        }
    }

    private static String source(Map<String, Object> source) {
        return source.containsKey("url")
                ? "[" + source.get("label") + "](" + source.get("url") + ")"
                : "" + source.get("label");
    }

    private static String join(ConceptDefinitionComponent concept, String property) {
        return String.join(", ", Traceability.property(concept, property));
    }

    private static String problems(ConceptDefinitionComponent rule) {
        Map<String, ConceptDefinitionComponent> problems = Traceability.byCode("problem");
        return Traceability.property(rule, "problem").stream()
                .map(code -> problems.get(code).getDisplay() + " (" + code + ")")
                .collect(Collectors.joining(" or "));
    }

    private static String link(String rule) {
        return "[" + rule + "](#" + rule.toLowerCase(Locale.ROOT) + ")";
    }

    private static String links(Collection<String> cases) {
        return cases.isEmpty()
                ? "none"
                : cases.stream().map(RulesDocument::caseLink).collect(Collectors.joining(", "));
    }

    private static String caseLink(String name) {
        return "[" + name + "](../" + CaseFolder.named(name).orElseThrow().path() + "/expected.json)";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }
}
