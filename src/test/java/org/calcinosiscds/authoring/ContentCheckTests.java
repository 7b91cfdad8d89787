package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cql.SmallKnowledge;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of libraries, resources and files. */
@Tag("once")
class ContentCheckTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    @TempDir
    Path folder;

    @Test
    void contentOfTheServiceHasNoFindings() {
        assertThat(ContentCheck.of(Path.of("."), FHIR).findings()).isEmpty();
    }

    @Test
    void smallContentHasNoFindings() {
        new SmallKnowledge(folder);

        assertThat(CheckedFolder.findings(folder)).isEmpty();
    }

    /** What guidelines lack before they are published is no error, and what no card shows is named. */
    @ParameterizedTest
    @CsvSource({
        "order, CDS004 CDS004 CDS004 CDS004 CDS004",
        "guideline, CDS027",
        "table, CDS009 CDS009 CDS004 CDS004 CDS004 CDS004 CDS004"
    })
    void planWithoutOurExtensionsHasWarningsOnly(String shape, String codes) {
        List<Finding> findings = ContentCheck.of(Path.of("src/test/resources/plain-plans", shape), FHIR)
                .findings();

        assertThat(findings).extracting(Finding::code).containsExactly(codes.split(" "));
        assertThat(findings).extracting(Finding::severity).containsOnly(Finding.Severity.WARNING);
    }

    /** A row is a text of a file, what replaces it, and the one finding: file, line, column, code. */
    @ParameterizedTest(name = "{3}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cql/Small.cql | if Kidney."On Dialysis" then { | if Kidney."On Dialisis" then { | cql/Small.cql:9:13 CDS012
            cql/Kidney.cql | "On Dialysis" | "Is On Dialysis" | cql/Small.cql:9:13 CDS012
            cql/Kidney.cql | [Condition: "Dialysis"] | [Condition: "Dialisis"] | cql/Kidney.cql:8:10 CDS012
            cql/Kidney.cql | [Condition: | [Condtion: | cql/Kidney.cql:8:10 CDS011
            cql/Kidney.cql | exists [ | exist [ | cql/Kidney.cql:8:3 CDS012
            cql/Kidney.cql | exists [Condition: "Dialysis"] | exists ([Condition: "Dialysis"] | cql/Kidney.cql:8:10 CDS016
            cql/Kidney.cql | exists [Condition: "Dialysis"] | exists [Condition: “Dialysis”] | cql/Kidney.cql:8:22 CDS016
            cql/Kidney.cql | exists [Condition: "Dialysis"] | 'yes = 'no' | cql/Kidney.cql:8:13 CDS016
            cql/Kidney.cql | exists [Condition: "Dialysis"] | exists [Condition: "Dialysis] | cql/Kidney.cql:8:22 CDS016
            cql/Kidney.cql | exists [Condition: "Dialysis"] | exists { 1, 2 ) | cql/Kidney.cql:8:10 CDS016
            cql/Kidney.cql | exists [Condition: "Dialysis"] | exists [Condition: "Dialysis"]) | cql/Kidney.cql:8:33 CDS016
            cql/Kidney.cql | exists [Condition: "Dialysis"] | 3 == 4 | cql/Kidney.cql:8:6 CDS016
            cql/Small.cql | then { 'R-1' } else { } | then { 'R-1' } | cql/Small.cql:9:40 CDS016
            cql/Small.cql | Tuple { summary: 'On dialysis' } | Tuple { summary: 'On dialysis' other: 1 } | cql/Small.cql:12:63 CDS016
            cql/Kidney.cql | define "On Dialysis": | `/* For all.
            define "On Dialysis":` | cql/Kidney.cql:7:1 CDS016
            cql/Kidney.cql | context Patient | `` | cql/Kidney.cql:7:1 CDS016
            cql/Kidney.cql | library Kidney version '1.0.0' // | // | cql/Kidney.cql CDS008
            cql/Kidney.cql | library Kidney version '1.0.0' | library Kidney | cql/Kidney.cql:1:1 CDS009
            cql/Kidney.cql | exists [Condition: "Dialysis"] | Exist([Condition: "Dialysis"]) | cql/Kidney.cql:8:3 CDS012
            cql/Kidney.cql | exists [Condition: "Dialysis"] | Round('1') > 1 | cql/Kidney.cql:8:3 CDS011
            cql/Kidney.cql | exists [Condition: "Dialysis"] | `true
            define "On Dialysis": false` | cql/Kidney.cql:9:1 CDS011
            cql/Kidney.cql | exists [Condition: "Dialysis"] | 5 'mg/dLL'> 3 'mg/dL' | cql/Kidney.cql:8:3 CDS011
            cql/Small.cql | include Kidney | include Kidny | cql/Small.cql:4:9 CDS010
            cql/Small.cql | Kidney version '1.0.0' | Kidney version '2.0.0' | cql/Small.cql:4:9 CDS010
            cql/Kidney.cql | context Patient | `include Small version '1.0.0' called Small
            context Patient` | cql/Small.cql:4:9 CDS010
            cql/Small.cql | define "Rules True": | `define "Dialysis": true // CDS050 accepted: a test.
            define "Word": 'Dialysis'
            define "Rules True":` | cql/Small.cql:9:16 CDS013
            cql/Kidney.cql | context Patient | `context Patient
            define "Nobody Asks": true` | cql/Kidney.cql:6:1 CDS050
            cql/Kidney.cql | context Patient | `context Patient
            define function "Nobody Calls"(number Integer): number` | cql/Kidney.cql:6:1 CDS050
            cql/Kidney.cql | library Kidney | library Kidny | cql/Kidney.cql:1:1 CDS008
            cql/Kidney.cql | // Source: made for tests | // made for tests | cql/Kidney.cql CDS015
            cql/Kidney.cql | ValueSet/dialysis | ValueSet/dialisis | cql/Kidney.cql:4:1 CDS020
            cql/Kidney.cql | exists [Condition: "Dialysis"] | `"Gone"
            define "Also Gone": "Gone"` | cql/Kidney.cql:1:1 CDS012
            cql/Kidney.cql | exists [Condition: "Dialysis"] | `"Gone"(1)
            define "Also Gone": "Gone"(2)` | cql/Kidney.cql:1:1 CDS012
            fhir-resources/library/Library-Small.json | "1.0.0" | "1.0.1" | cql/Small.cql:1:1 CDS009
            fhir-resources/library/Library-Small.json | "name":"Small" | "name":"Small","relatedArtifact":[{"type":"depends-on","resource":"https://example.org/fhir/Library/Kidny"}] | fhir-resources/library/Library-Small.json:1:142 CDS024
            fhir-resources/plan-definition/PlanDefinition-small.json | "id":"small", | "id":"small","relatedArtifact":[{"type":"depends-on","resource":"https://example.org/fhir/PlanDefinition/smal"}], | fhir-resources/plan-definition/PlanDefinition-small.json:1:87 CDS024
            fhir-resources/value-set/ValueSet-dialysis.json | "title":"Dialysis","compose":{"include":[{"system":"http://snomed.info/sct","concept":[{"code":"105502003"}]}]} | "title":"Dialysis" | fhir-resources/value-set/ValueSet-dialysis.json:1:44 CDS029
            fhir-resources/value-set/ValueSet-dialysis.json | "title" | "titel" | fhir-resources/value-set/ValueSet-dialysis.json:2:2 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "code":"105502003" | "code":105502003 | fhir-resources/value-set/ValueSet-dialysis.json:2:90 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "code":"105502003" | "code":" 105502003" | fhir-resources/value-set/ValueSet-dialysis.json:2:90 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "code":"105502003" | "display":"Dialysis" | fhir-resources/value-set/ValueSet-dialysis.json:2:89 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | {"code":"105502003"} | {"code":"105502003"},{"code":"105502003"} | fhir-resources/value-set/ValueSet-dialysis.json:2:111 CDS028
            fhir-resources/value-set/ValueSet-dialysis.json | 105502003 | 105502004 | fhir-resources/value-set/ValueSet-dialysis.json:2:90 CDS028
            fhir-resources/value-set/ValueSet-dialysis.json | "include":[{"system":"http://snomed.info/sct","concept":[{"code":"105502003"}]}] | "include":{"system":"http://snomed.info/sct"} | fhir-resources/value-set/ValueSet-dialysis.json:2:32 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "status":"active" | "status":"activ" | fhir-resources/value-set/ValueSet-dialysis.json:1:113 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "resourceType":"ValueSet" | "resourceType":"CodeSystem" | fhir-resources/value-set/ValueSet-dialysis.json:1:2 CDS003
            fhir-resources/library/Library-Small.json | "name":"Small" | "name":"Small","dataRequirement":[{"type":"Conditon"}] | fhir-resources/library/Library-Small.json:1:122 CDS002
            fhir-resources/plan-definition/PlanDefinition-small.json | "extension":[{"url":"https://calcinosis-cds.org/fhir/StructureDefinition/true-rules | "extension":[{"url":"urn:x","valueDataRequirement":{"type":"observation"}},{"url":"https://calcinosis-cds.org/fhir/StructureDefinition/true-rules | fhir-resources/plan-definition/PlanDefinition-small.json:2:54 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "system":"http://snomed.info/sct","concept":[{"code":"105502003"}] | "system":"http://hl7.org/fhir/resource-types","concept":[{"code":"Medication"},{"code":"Mediaction"}] | fhir-resources/value-set/ValueSet-dialysis.json:2:124 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "resourceType":"ValueSet" | "resourceType":"ValueSte" | fhir-resources/value-set/ValueSet-dialysis.json:1:2 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "id":"dialysis", | `` | fhir-resources/value-set/ValueSet-dialysis.json CDS004
            fhir-resources/value-set/ValueSet-dialysis.json | "url":"https://example.org/fhir/ValueSet/dialysis", | `` | fhir-resources/value-set/ValueSet-dialysis.json CDS004
            fhir-resources/value-set/ValueSet-dialysis.json | ValueSet/dialysis" | ValueSet/dialisis" | fhir-resources/value-set/ValueSet-dialysis.json:1:44 CDS020
            fhir-resources/activity-definition/ActivityDefinition-pth.json | "kind":"ServiceRequest" | "kind":"Task" | fhir-resources/activity-definition/ActivityDefinition-pth.json:2:2 CDS017
            fhir-resources/activity-definition/ActivityDefinition-pth.json | ActivityDefinition/pth" | ActivityDefinition/pht" | fhir-resources/activity-definition/ActivityDefinition-pth.json:1:49 CDS025
            fhir-resources/library/Library-Small.json | "name":"Small" | "name":"Smal" | fhir-resources/library/Library-Small.json:1:87 CDS007
            fhir-resources/library/Library-Small.json | Library/Small" | Library/Smal" | fhir-resources/library/Library-Small.json:1:40 CDS024
            fhir-resources/plan-definition/PlanDefinition-small.json | `Library/Small|1.0.0` | `Library/Small|1.0.1` | fhir-resources/plan-definition/PlanDefinition-small.json:4:13 CDS017
            fhir-resources/plan-definition/PlanDefinition-small.json | Small.\\"Card\\" is not null | Small.\\"Card\\" | fhir-resources/plan-definition/PlanDefinition-small.json:6:77 CDS026
            fhir-resources/value-set/ValueSet-dialysis.json | "id":"dialysis" | "id":"dialisis" | fhir-resources/value-set/ValueSet-dialysis.json:1:28 CDS003
            fhir-resources/value-set/ValueSet-dialysis.json | "version":"1.0.0", | `` | fhir-resources/value-set/ValueSet-dialysis.json CDS004
            fhir-resources/value-set/ValueSet-dialysis.json | "compose":{ | "compose":{"exclude":[{"system":"http://snomed.info/sct","concept":[{"code":"105502004"}]}], | fhir-resources/value-set/ValueSet-dialysis.json:2:89 CDS021
            fhir-resources/value-set/ValueSet-dialysis.json | "compose":{ | "compose":{"exclude":[{"valueSet":["https://example.org/fhir/ValueSet/other"]}], | fhir-resources/value-set/ValueSet-dialysis.json:2:56 CDS022
            fhir-resources/value-set/ValueSet-dialysis.json | "concept":[{"code":"105502003"}] | "filter":[{"property":"concept","op":"is-a","value":"105502003"}] | fhir-resources/value-set/ValueSet-dialysis.json:2:43 CDS022
            fhir-resources/plan-definition/PlanDefinition-small.json | Library/Small | Library/Smal | fhir-resources/plan-definition/PlanDefinition-small.json:4:13 CDS024
            fhir-resources/plan-definition/PlanDefinition-small.json | ActivityDefinition/pth | ActivityDefinition/phos | fhir-resources/plan-definition/PlanDefinition-small.json:14:8 CDS025
            fhir-resources/plan-definition/PlanDefinition-small.json | "Rules True" | "Rules Treu" | fhir-resources/plan-definition/PlanDefinition-small.json:3:56 CDS026
            fhir-resources/plan-definition/PlanDefinition-small.json | Small.\\"Card\\" is not null | Small.\\"Crad\\" is not null | fhir-resources/plan-definition/PlanDefinition-small.json:6:77 CDS026
            fhir-resources/plan-definition/PlanDefinition-small.json | Small.\\"Card\\".summary | Small.\\"Card\\".summery | fhir-resources/plan-definition/PlanDefinition-small.json:7:72 CDS026
            fhir-resources/plan-definition/PlanDefinition-small.json | Small.\\"Card\\".summary | Smal.\\"Card\\".summary | fhir-resources/plan-definition/PlanDefinition-small.json:7:72 CDS026
            fhir-resources/plan-definition/PlanDefinition-small.json | Small.\\"Card\\" is not null | Small.\\"Card\\" is not | fhir-resources/plan-definition/PlanDefinition-small.json:6:77 CDS026
            fhir-resources/plan-definition/PlanDefinition-small.json | StructureDefinition/true-rules | StructureDefinition/rules | fhir-resources/plan-definition/PlanDefinition-small.json CDS027
            fhir-resources/plan-definition/PlanDefinition-small.json | "title","expression":{"language":"text/cql" | "title","expression":{"language":"text/fhirpath" | fhir-resources/plan-definition/PlanDefinition-small.json:7:50 CDS027
            fhir-resources/plan-definition/PlanDefinition-small.json | StructureDefinition/card-presentation | StructureDefinition/card | fhir-resources/plan-definition/PlanDefinition-small.json:5:12 CDS027
            """)
    void faultIsReportedAtItsCauseAndNothingElseIs(String file, String text, String fault, String expected) {
        SmallKnowledge small = new SmallKnowledge(folder);
        ContentCheck repeated = new ContentCheck(folder, FHIR, TranslationStore.ofProcess());
        Map<String, String> good = new Content.Folder(folder).texts();
        repeated.report(good);
        small.replacing(file, text, fault == null ? "" : fault);

        assertThat(CheckedFolder.findings(folder)).containsExactly(expected);
        Map<String, String> faulty = new Content.Folder(folder).texts();
        assertThat(repeated.report(faulty))
                .as("of a check that has seen the content before")
                .isEqualTo(new ContentCheck(folder, FHIR, new TranslationStore()).report(faulty));
        assertThat(repeated.report(good).findings()).isEmpty();
        assertThat(Explanations.of(expected.replaceFirst(".* ", "")))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    @Test
    void valueSetThatNothingUsesIsReported() {
        new SmallKnowledge(folder).with("fhir-resources/value-set/ValueSet-dialysis-2.json", """
                {"resourceType":"ValueSet","id":"dialysis-2","version":"1","status":"active",
                 "url":"https://example.org/fhir/ValueSet/dialysis-2","description":"Empty."}
                """);

        assertThat(CheckedFolder.findings(folder))
                .containsExactly("fhir-resources/value-set/ValueSet-dialysis-2.json:2:2 CDS057");
    }

    @Test
    void brokenJsonIsReportedWhereReadingStops() {
        new SmallKnowledge(folder)
                .with(
                        "fhir-resources/value-set/ValueSet-other.json",
                        "{\n  \"resourceType\": \"ValueSet\"\n  \"id\": 1 }");

        assertThat(CheckedFolder.findings(folder))
                .containsExactly("fhir-resources/value-set/ValueSet-other.json:3:3 CDS001");
    }

    /** A row is a file that nothing reads, or that is not what its place asks for, its text, and the finding. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cql/new/Other.cql | library Other | cql/new/Other.cql CDS018
            fhir-resources/ValueSet-other.json | {} | fhir-resources/ValueSet-other.json CDS018
            packages/other.tgz | no package | packages/other.tgz CDS018
            fhir-resources/patient/Patient-1.json | {"resourceType":"Patient","id":"1"} | fhir-resources/patient/Patient-1.json CDS017
            fhir-resources/parameters/Parameters-site.json | {"resourceType":"Parameters","id":"site","parameter":[{"name":"Days","valueInteger":3}]} | fhir-resources/parameters/Parameters-site.json:1:56 CDS017
            fhir-resources/code-system/CodeSystem-x.json | {"resourceType":"CodeSystem","id":"x","url":"u:x","version":"1","status":"active","content":"complete","concept":[{"code":"a"},{"code":"a"}]} | fhir-resources/code-system/CodeSystem-x.json:1:129 CDS002
            """)
    void fileThatIsNotWhatItsPlaceAsksForIsReported(String file, String text, String expected) {
        new SmallKnowledge(folder).with(file, text);

        assertThat(CheckedFolder.findings(folder)).containsExactly(expected);
    }

    @Test
    void extensionThatIsNotDefinedIsReportedWithTheNearest() {
        SmallKnowledge small = new SmallKnowledge(folder);
        for (String name : List.of("true-rules", "card-presentation")) {
            small.with(
                    "fhir-resources/structure-definition/StructureDefinition-" + name + ".json", """
                    {"resourceType":"StructureDefinition","id":"%1$s","version":"1.0.0","status":"active",
                     "url":"https://calcinosis-cds.org/fhir/StructureDefinition/%1$s"}
                    """.formatted(name));
        }
        assertThat(CheckedFolder.findings(folder)).isEmpty();
        String plan = "fhir-resources/plan-definition/PlanDefinition-small.json";
        small.replacing(plan, "StructureDefinition/true-rules", "StructureDefinition/treu-rules");

        assertThat(ContentCheck.of(folder, FHIR).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file() + ":" + finding.line() + " " + finding.code())
                    .isEqualTo(plan + ":2 CDS044");
            assertThat(finding.path()).isEqualTo("extension[0].url");
            assertThat(finding.message())
                    .endsWith("Did you mean \"https://calcinosis-cds.org/fhir/StructureDefinition/true-rules\"?");
        });
        assertThat(Explanations.of("CDS044"))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    @Test
    void urlThatIsUsedTwiceIsReported() {
        new SmallKnowledge(folder).with("fhir-resources/value-set/ValueSet-other.json", """
                {"resourceType":"ValueSet","id":"other","version":"1","status":"active",
                 "url":"https://example.org/fhir/ValueSet/dialysis","description":"Empty."}
                """);

        assertThat(CheckedFolder.findings(folder))
                .containsExactly("fhir-resources/value-set/ValueSet-other.json:2:2 CDS005");
    }

    @Test
    void libraryWithoutResourceIsReported() {
        new SmallKnowledge(folder).with("cql/Other.cql", "library Other version '1.0.0' // Source: made for tests\n");

        assertThat(CheckedFolder.findings(folder)).containsExactly("cql/Other.cql CDS006");
    }

    @Test
    void misspeltNameIsExplainedAndItsConsequencesAreCounted() {
        new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "[Condition: \"Dialysis\"]", "[Condition: \"Dialisis\"]");

        CheckReport report = ContentCheck.of(folder, FHIR);

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.message())
                    .isEqualTo("\"On Dialysis\": there is no \"Dialisis\" in this library. Did you mean \"Dialysis\"?");
            assertThat(finding.consequences())
                    .isPositive()
                    .isEqualTo(report.followUps().size());
        });
    }
}
