package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.content.GeneratedContent;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A rule is one CQL file, one entry of the CodeSystem and its cases; an order is one line. All else is generated. */
class AddedContentTests {
    private static final String ORDERABLES = "src/content/orderables.csv";
    private static final String KNOWN = "cql/ConnectiveTissueRules.cql";
    private static final String ADDED = "cql/AddedRules.cql";
    private static final String HEAD = """
            /*
             * An added rule.
             */
            library AddedRules version '0.1.0'

            using FHIR version '4.0.1'

            %s

            context Patient

            define "Rules":
              ({ "CC-099 Rule" }) Rule where Rule is not null

            """;
    private static final String RULES = "fhir-resources/code-system/CodeSystem-rule.json";

    @TempDir
    private Path copy;

    private final Set<String> edited = new TreeSet<>();

    @Test
    void addedRuleProposesAnAddedOrderAfterThreeEdits() throws IOException {
        copyContent();
        addOrder();
        addRule();
        GeneratedContent.write(copy);

        CompiledKnowledge compiled = KnowledgeCompiler.compile(
                new KnowledgeLoader(CaseAnswers.FHIR, new Content.Folder(copy), null).load(), CaseAnswers.FHIR);
        PatientCase patient = PatientCase.named("ippsd2-panel-current").orElseThrow();
        Assessment assessment = new CqlDecisionSupport(compiled, List.of(), PatientLimiter.LIMITER)
                .assess(CaseQuestions.about(patient, patient.record()));

        assertThat(edited).containsExactlyInAnyOrder(ORDERABLES, ADDED, RULES);
        assertThat(assessment.rules()).containsExactly("CC-099");
        assertThat(assessment.recommendations()).singleElement().satisfies(card -> {
            assertThat(CaseAnswers.proposed(card)).containsExactly("O-EXTRA");
            assertThat(card.proposals().get(0).label()).contains("extra test");
        });
        assertThat(compiled.knowledge().libraries()).containsKey("OrderTable");
    }

    private void addOrder() throws IOException {
        List<String> lines = Files.readAllLines(copy.resolve(ORDERABLES));
        String header = lines.get(0);
        String line = Stream.of(header.split(","))
                .map(column -> switch (column) {
                    case "id" -> "O-EXTRA";
                    case "title" -> "An extra test";
                    case "name" -> "ExtraTest";
                    case "short_name" -> "extra test";
                    case "kind" -> "laboratory";
                    case "code" -> "loinc|3094-0";
                    case "window" -> "90";
                    case "cards" -> "CTD-RISK";
                    default -> "";
                })
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        edit(ORDERABLES, String.join("\n", lines) + "\n" + line + "\n");
    }

    /** In a library of its own; the define is that of another rule with a condition, a summary and orders of its own. */
    private void addRule() throws IOException {
        String cql = Files.readString(copy.resolve(KNOWN));
        String known = Pattern.compile("define \"CC-062 Rule\":.*", Pattern.DOTALL)
                .matcher(cql)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        String added = known.replace("CC-062", "CC-099")
                .replace("not \"CC-099 Fires\"", "not exists Causes.\"Inactivating PTH Signalling Disorder\"")
                .replaceFirst("summary: .*", "summary: 'An added rule',")
                .replaceFirst("known: .*", "known: { } as List<String>,")
                .replaceFirst("items: .*", "items: { Orders.\"Due\"('O-EXTRA') },");
        String includes = Pattern.compile("(?m)^include .*")
                .matcher(cql)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
        edit(ADDED, HEAD.formatted(includes) + added);

        ObjectNode rules = (ObjectNode) Json.read(Files.readString(copy.resolve(RULES)));
        JsonNode last = rules.path("concept").path(rules.path("concept").size() - 1);
        rules.withArray("concept").add(((ObjectNode) last.deepCopy()).put("code", "CC-099"));
        rules.put("count", rules.path("concept").size());
        edit(RULES, Json.write(rules));
    }

    private void edit(String file, String text) throws IOException {
        Files.writeString(copy.resolve(file), text);
        edited.add(file);
    }

    private void copyContent() throws IOException {
        for (String folder : List.of("cql", "fhir-resources", "src/content", "src/terminology")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> Files.isRegularFile(file) && !file.startsWith("fhir-resources/tests"))
                        .forEach(this::copy);
            }
        }
    }

    private void copy(Path file) {
        try {
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(file, copy.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
