package org.calcinosiscds.cql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;

/** The page of one rule, {@code docs/clinical/rules/CC-010.md}, for a clinician who reviews it without reading code. */
final class RulePage {
    private static final List<String> NOTES = List.of("minerals", "skin", "orders");
    private static final int OTHERS_SHOWN = 5;

    private final Traceability trace;
    private final Map<String, ConceptDefinitionComponent> orderables = Traceability.byCode("orderable");
    private final Map<String, ConceptDefinitionComponent> reasons = Traceability.byCode("override-reason");
    private final Map<String, ConceptDefinitionComponent> problems = Traceability.byCode("problem");
    private final Map<String, Map<String, Object>> sources;

    RulePage(Traceability trace) {
        this.trace = trace;
        PatientCase any = trace.cases().values().iterator().next();
        sources = Traceability.maps(CaseAnswers.evaluation(any, any.record())
                        .evaluate(CaseAnswers.library("CardSources"), List.of("Sources"))
                        .get("Sources"))
                .stream()
                .collect(Collectors.toMap(source -> String.valueOf(source.get("key")), source -> source));
    }

    List<String> lines(ConceptDefinitionComponent rule) {
        String id = rule.getCode();
        List<String> lines = new ArrayList<>(List.of("# " + id + " " + rule.getDisplay(), ""));
        lines.add("Card: " + RulesDocument.joined(rule, "indicator") + ", about: " + problems(rule) + ". Hooks: "
                + RulesDocument.joined(rule, "hook") + ".");
        lines.addAll(List.of("", "## Fires", "", rule.getDefinition(), "", "## Does not fire", ""));
        Traceability.property(rule, "not").forEach(not -> lines.add("- " + not));
        lines.addAll(List.of("", "## Card", ""));
        lines.addAll(example(id));
        List.of(
                        listed("Can order", trace.items(id), item -> item.startsWith("O-"), orderables),
                        listed("Can refer or start", trace.items(id), item -> !item.startsWith("O-"), orderables),
                        listed("Reasons to override", trace.said(id, "reasons"), reason -> true, reasons))
                .forEach(list -> list.ifPresent(line -> lines.addAll(List.of("", line))));
        lines.addAll(List.of("", "## Sources", ""));
        trace.said(id, "sources").forEach(key -> lines.add("- " + source(key)));
        lines.addAll(List.of(
                "",
                "Facts: " + facts(id) + ". Thresholds and decisions: " + notes(id) + ". Logic: " + logic(id) + "."));
        lines.addAll(List.of("", "## Cases that fire", ""));
        lines.addAll(links(id, trace.firing(id)));
        lines.addAll(List.of("", "## Cases that do not fire", ""));
        lines.addAll(links(id, trace.silent(id)));
        return lines;
    }

    /** The shortest answer shows the rule best: alone, in a case of the specification where there is one. */
    private List<String> example(String id) {
        Optional<String> shortest = trace.firing(id).stream()
                .min(Comparator.comparing((String name) ->
                                trace.cases().get(name).answer().rules().size())
                        .thenComparing(
                                name -> !trace.cases().get(name).expected().has("scenario"))
                        .thenComparing(Comparator.naturalOrder()));
        if (shortest.isEmpty()) {
            return List.of("No case shows it: its value set holds no verified code.");
        }
        Map<String, Object> said = trace.fired().get(id).get(shortest.get());
        String patient =
                trace.cases().get(shortest.get()).expected().path("patient").asString("");
        List<String> lines = new ArrayList<>(List.of(
                "Example: the synthetic patient of " + caseLink(shortest.get()) + ". " + patient,
                "",
                "> **" + said.get("summary") + "**",
                ">"));
        parts(said).forEach(line -> lines.add("> - " + line));
        List<String> more = CqlValues.strings(said.get("more"));
        if (!more.isEmpty()) {
            lines.addAll(List.of("", "The page that the card links to adds:", ""));
            more.forEach(line -> lines.add("- " + line));
        }
        return lines;
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

    private static Optional<String> listed(
            String heading,
            List<String> codes,
            Predicate<String> isIncluded,
            Map<String, ConceptDefinitionComponent> displays) {
        String words = codes.stream()
                .filter(isIncluded)
                .map(code -> displays.containsKey(code) ? displays.get(code).getDisplay() : code)
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? Optional.empty() : Optional.of(heading + ": " + words + ".");
    }

    private String source(String key) {
        Map<String, Object> source = sources.get(key);
        return "[" + source.get("label") + "](" + source.get("url") + ") ([" + key + "](../sources.md#" + key + "))";
    }

    private String facts(String id) {
        return trace.said(id, "facts").stream()
                .map(fact -> "[" + fact + "](../facts.md#" + fact + ")")
                .collect(Collectors.joining(", "));
    }

    /** Link to the section about the rule in the pages that are written by hand. */
    private static String notes(String id) {
        return NOTES.stream()
                .filter(note -> read(RulesDocument.FOLDER.resolve(note + ".md")).contains("\n## " + id + "\n"))
                .map(note -> "[" + note + "](../" + note + ".md#" + id.toLowerCase(java.util.Locale.ROOT) + ")")
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No section about " + id + " in " + NOTES + "."));
    }

    private static String logic(String id) {
        String library = Traceability.libraries().get(id);
        return "`" + id + " Fires` in [" + library + "](../../../cql/" + library + ".cql)";
    }

    private String problems(ConceptDefinitionComponent rule) {
        return Traceability.property(rule, "problem").stream()
                .map(code -> problems.get(code).getDisplay() + " (" + code + ")")
                .collect(Collectors.joining(" or "));
    }

    /** The cases about the rule with their reasons, or some others where there are none; the number of the rest. */
    private List<String> links(String id, Collection<String> cases) {
        List<String> own = cases.stream()
                .filter(name -> trace.cases().get(name).folder().topic().equals(id))
                .toList();
        List<String> shown = own.isEmpty() ? cases.stream().limit(OTHERS_SHOWN).toList() : own;
        List<String> lines = new ArrayList<>(shown.stream()
                .map(name -> "- " + caseLink(name) + ": "
                        + trace.cases().get(name).expected().path("why").asString())
                .toList());
        if (cases.size() > shown.size()) {
            lines.add("- " + (cases.size() - shown.size()) + " cases about other rules");
        }
        return lines.isEmpty() ? List.of("None.") : lines;
    }

    private static String caseLink(String name) {
        return Traceability.caseLink(name, "../../../");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
