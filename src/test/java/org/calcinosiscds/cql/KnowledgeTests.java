package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.assertj.core.api.AbstractStringAssert;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken content stops the start, and the message names its place. */
class KnowledgeTests {
    @TempDir
    private Path folder;

    private SmallKnowledge knowledge;

    @BeforeEach
    void writeContent() {
        knowledge = new SmallKnowledge(folder);
    }

    @Test
    void wholeContentCompiles() {
        CompiledKnowledge compiled = knowledge.compile();

        assertThat(compiled.services()).containsOnlyKeys("small");
        assertThat(compiled.knowledge().version()).isEqualTo("1.0.0");
    }

    @Test
    void fileThatIsNotUsedIsNamed() {
        knowledge.with("fhir-resources/value-set/ValueSet-more.json.gz", "x").with("cql/Liver.CQL", "library Liver");

        defects().contains("ValueSet-more.json.gz: the file is not used;").contains("Liver.CQL: the file is not used;");
    }

    @Test
    void contentOfThisRepositoryIsUsedWhole() {
        assertThat(new KnowledgeLoader(CaseAnswers.FHIR, new Content.Folder(Path.of("")), null)
                        .load()
                        .cql())
                .containsAllEntriesOf(CaseAnswers.COMPILED.knowledge().cql());
    }

    @Test
    void syntaxErrorNamesLibraryLineColumnAndDefine() {
        knowledge.replacing("cql/Small.cql", "then { 'R-1' } else", "then { 'R-1' else");

        defects().contains("Small line 9 column ").contains(" in \"Rules True\": ");
    }

    @Test
    void errorInAnIncludedLibraryNamesThatLibrary() {
        knowledge.replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "exists \"Sessions\"");

        defects().contains("Kidney line 8 column 10 in \"On Dialysis\": ").contains("Sessions");
    }

    @Test
    void typeErrorNamesItsPlaceToo() {
        knowledge.replacing(
                "cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "(exists [Condition: \"Dialysis\"]) + 1");

        defects().contains("Kidney line 8 column 3 in \"On Dialysis\": ");
    }

    @Test
    void missingIncludeNamesTheLibraryThatAsksForIt() {
        knowledge.replacing("cql/Small.cql", "include Kidney", "include Liver");

        defects().contains("Small").contains("Liver");
    }

    @Test
    void valueSetWithoutFileNamesLibraryAndCanonical() {
        knowledge.replacing("cql/Kidney.cql", "ValueSet/dialysis", "ValueSet/no-such");

        defects()
                .contains(
                        "Kidney valueset \"Dialysis\": https://example.org/fhir/ValueSet/no-such has no ValueSet file.");
    }

    @Test
    void valueSetThatIsNotSpelledOutNamesFileAndPath() {
        knowledge.replacing(
                "fhir-resources/value-set/ValueSet-dialysis.json",
                "\"concept\":[{\"code\":\"105502003\"}]",
                "\"filter\":[{\"property\":\"concept\",\"op\":\"is-a\",\"value\":\"105502003\"}]");

        defects().contains("value-set/ValueSet-dialysis.json compose.include[0]: ");
    }

    @Test
    void activityDefinitionWithoutFileNamesPlanPathAndCanonical() {
        knowledge.without("fhir-resources/activity-definition/ActivityDefinition-pth.json");

        defects()
                .contains("PlanDefinition/small action[0].action[0].action[0].definition: "
                        + "https://example.org/fhir/ActivityDefinition/pth|1.0.0 has no ActivityDefinition file.");
    }

    @Test
    void libraryWithoutCqlIsNamed() {
        knowledge.without("cql/Kidney.cql");

        defects().contains("Library/Kidney: cql/Kidney.cql is missing.");
    }

    @Test
    void cqlWithoutLibraryIsNamed() {
        knowledge.without("fhir-resources/library/Library-Kidney.json");

        defects().contains("cql/Kidney.cql: fhir-resources/library/Library-Kidney.json is missing.");
    }

    @Test
    void planOfAnUnknownLibraryNamesPlanPathAndCanonical() {
        knowledge.replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json",
                "Library/Small|1.0.0",
                "Library/Small|2.0.0");

        defects()
                .contains(
                        "PlanDefinition/small library: https://example.org/fhir/Library/Small|2.0.0 does not resolve.");
    }

    @Test
    void expressionInAnUnknownLanguageNamesPlanAndPath() {
        knowledge.replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json",
                "{\"language\":\"text/cql\",\"expression\":\"Small.\\\"Card\\\".summary\"}",
                "{\"language\":\"text/fhirpath\",\"expression\":\"name.given\"}");

        defects().contains("PlanDefinition/small action[0].dynamicValue(title): language text/fhirpath");
    }

    @Test
    void expressionThatNamesNoDefineNamesPlanAndPath() {
        knowledge.replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json",
                "Small.\\\"Card\\\".summary",
                "Small.\\\"Crad\\\".summary");

        defects()
                .contains("SmallPlan line ")
                .contains(" in \"action[0].dynamicValue(title)\": ")
                .contains("Crad");
    }

    @Test
    void actionWithoutConditionApplies() {
        knowledge.replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json",
                "\"kind\":\"applicability\",\"expression\":{\"language\":\"text/cql\",\"expression\":\"Small",
                "\"kind\":\"start\",\"expression\":{\"language\":\"text/cql\",\"expression\":\"Small");

        assertThat(knowledge.compile().services().get("small"))
                .extracting(PlanDefinitionLogic::source)
                .asString()
                .contains("define \"action[0].condition\":\n  true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"language\":\"text/cql.identifier\",", ""})
    void nameOfADefineIsReadInAllItsSpellings(String language) {
        knowledge.replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json",
                "\"language\":\"text/cql-identifier\",",
                language);

        assertThat(knowledge.compile().services().get("small"))
                .extracting(PlanDefinitionLogic::source)
                .asString()
                .contains("Small.\"Rules True\"");
    }

    @Test
    void cardWithoutPresentationIsNamed() {
        knowledge.replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json", "/card-presentation\"", "/card\"");

        defects().contains("PlanDefinition/small \"action[0].condition\": extension card-presentation is missing.");
    }

    @Test
    void planWithoutUrlIsNamed() {
        knowledge.replacing(
                "fhir-resources/plan-definition/PlanDefinition-small.json",
                "\"url\":\"https://example.org/fhir/PlanDefinition/small\",",
                "");

        defects().contains("PlanDefinition-small.json: url is required.");
    }

    @Test
    void fileThatIsNotFhirIsNamed() {
        knowledge.with(
                "fhir-resources/value-set/ValueSet-dialysis.json",
                "{\"resourceType\":\"ValueSet\",\"colour\":\"red\"}");

        defects().contains("ValueSet-dialysis.json: ").contains("colour");
    }

    @Test
    void fileThatIsNoKnowledgeIsNamed() {
        knowledge.with("fhir-resources/patient/Patient-p1.json", "{\"resourceType\":\"Patient\",\"id\":\"p1\"}");

        defects().contains("patient/Patient-p1.json: not a knowledge resource.");
    }

    @Test
    void fileUnderAnotherNameThanItsIdIsNamed() {
        knowledge.replacing(
                "fhir-resources/activity-definition/ActivityDefinition-pth.json",
                "\"id\":\"pth\"",
                "\"id\":\"calcium\"");

        defects()
                .contains("activity-definition/ActivityDefinition-pth.json id: the file must be called"
                        + " activity-definition/ActivityDefinition-calcium.json.");
    }

    @Test
    void allDefectsOfTheFilesAreNamedAtOnce() {
        knowledge
                .without("cql/Kidney.cql")
                .with("fhir-resources/patient/Patient-p1.json", "{\"resourceType\":\"Patient\"}");

        defects().contains("cql/Kidney.cql is missing.").contains("Patient-p1.json");
    }

    private AbstractStringAssert<?> defects() {
        return assertThat(catchThrowableOfType(KnowledgeException.class, knowledge::compile))
                .isNotNull()
                .message();
    }
}
