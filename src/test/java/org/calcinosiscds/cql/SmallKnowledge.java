package org.calcinosiscds.cql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeLoader;

/** A whole knowledge base of the least size, written to a folder so that tests can break it. */
public final class SmallKnowledge {
    private static final String STATUS = "\"version\":\"1.0.0\",\"status\":\"active\"";

    private final Path folder;

    public SmallKnowledge(Path folder) {
        this.folder = folder;
        with("cql/Small.cql", """
                library Small version '1.0.0' // Source: made for tests
                using FHIR version '4.0.1'
                include FHIRHelpers version '4.0.1' called FHIRHelpers
                include Kidney version '1.0.0' called Kidney
                parameter "As Of" DateTime
                context Patient

                define "Rules True":
                  if Kidney."On Dialysis" then { 'R-1' } else { }

                define "Card":
                  if Kidney."On Dialysis" then Tuple { summary: 'On dialysis' } else null
                """);
        with("cql/Kidney.cql", """
                library Kidney version '1.0.0' // Source: made for tests
                using FHIR version '4.0.1'
                include FHIRHelpers version '4.0.1' called FHIRHelpers
                valueset "Dialysis": 'https://example.org/fhir/ValueSet/dialysis'
                context Patient

                define "On Dialysis":
                  exists [Condition: "Dialysis"]
                """);
        library("Small");
        library("Kidney");
        with("fhir-resources/value-set/ValueSet-dialysis.json", """
                {"resourceType":"ValueSet","id":"dialysis","url":"https://example.org/fhir/ValueSet/dialysis",%s,
                 "title":"Dialysis","compose":{"include":[{"system":"http://snomed.info/sct","concept":[{"code":"105502003"}]}]}}
                """.formatted(STATUS));
        with("fhir-resources/activity-definition/ActivityDefinition-pth.json", """
                {"resourceType":"ActivityDefinition","id":"pth","url":"https://example.org/fhir/ActivityDefinition/pth",%s,
                 "kind":"ServiceRequest","code":{"text":"Parathyroid hormone"}}
                """.formatted(STATUS));
        with("fhir-resources/plan-definition/PlanDefinition-small.json", """
                {"resourceType":"PlanDefinition","id":"small","url":"https://example.org/fhir/PlanDefinition/small",%s,
                 "extension":[{"url":"https://calcinosis-cds.org/fhir/StructureDefinition/true-rules",
                   "valueExpression":{"language":"text/cql-identifier","expression":"Rules True"}}],
                 "library":["https://example.org/fhir/Library/Small|1.0.0"],
                 "action":[{
                   "condition":[{"kind":"applicability","expression":{"language":"text/cql","expression":"Small.\\"Card\\" is not null"}}],
                   "dynamicValue":[{"path":"title","expression":{"language":"text/cql","expression":"Small.\\"Card\\".summary"}}],
                   "extension":[{"url":"https://calcinosis-cds.org/fhir/StructureDefinition/card-presentation",
                     "valueExpression":{"language":"text/cql","expression":"Small.\\"Card\\""}}],
                   "action":[{
                     "condition":[{"kind":"applicability","expression":{"language":"text/cql","expression":"true"}}],
                     "action":[{
                       "condition":[{"kind":"applicability","expression":{"language":"text/cql","expression":"true"}}],
                       "definitionCanonical":"https://example.org/fhir/ActivityDefinition/pth|1.0.0"}]}]}]}
                """.formatted(STATUS));
    }

    public SmallKnowledge with(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public SmallKnowledge replacing(String file, String old, String text) {
        try {
            String whole = Files.readString(folder.resolve(file));
            if (!whole.contains(old)) {
                throw new IllegalArgumentException(file + " does not contain " + old);
            }
            return with(file, whole.replace(old, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hook, without which the content can be checked and not served. */
    public SmallKnowledge withTrigger() {
        return replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json",
                "\"action\":[{\n   \"condition\"",
                "\"action\":[{\"trigger\":[{\"type\":\"named-event\",\"name\":\"patient-view\"}],\n   \"condition\"");
    }

    public SmallKnowledge without(String file) {
        try {
            Files.delete(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Loads, translates, resolves and checks it. */
    CompiledKnowledge compile() {
        return KnowledgeCompiler.compile(
                new KnowledgeLoader(CaseAnswers.FHIR, new Content.Folder(folder), null).load(), CaseAnswers.FHIR);
    }

    private void library(String name) {
        with("fhir-resources/library/Library-%s.json".formatted(name), """
                {"resourceType":"Library","id":"%1$s","url":"https://example.org/fhir/Library/%1$s","name":"%1$s",%2$s}
                """.formatted(name, STATUS));
    }
}
