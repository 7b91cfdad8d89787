package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cql.SmallKnowledge;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

        assertThat(findings()).isEmpty();
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

    @Test
    void defectOfAShortCaseIsReportedWhereItIs() {
        new SmallKnowledge(folder).with("fhir-resources/tests/patient-view/R-1/short.yaml", """
                        name: on dialysis
                        patient: female, 45
                        conditions: [ http://snomed.info/sct#105502003, DIALYSIS#1 ]
                        """);

        assertThat(findings()).containsExactly("fhir-resources/tests/patient-view/R-1/short.yaml:3:49 CDS060");
        assertThat(Explanations.of("CDS060"))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
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

        assertThat(findings()).containsExactly(expected);
        Map<String, String> faulty = new Content.Folder(folder).texts();
        assertThat(repeated.report(faulty))
                .as("of a check that has seen the content before")
                .isEqualTo(new ContentCheck(folder, FHIR, new TranslationStore()).report(faulty));
        assertThat(repeated.report(good).findings()).isEmpty();
        assertThat(Explanations.of(expected.replaceFirst(".* ", "")))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    /** A row is an expression that takes the place of the define "On Dialysis", and the code that it is reported under at a column. */
    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            14 'mg/dL' > 3 'mmol/L' | 3 | CDS051
            14 'mg/dL' = 3 'g' | 3 | CDS051
            (14 'mg/dL' + 3 'mmol/L') is not null | 3 | CDS051
            Abs(-3 days) < 14 'mg/dL' | 3 | CDS051
            "Limits".high > 3 'mmol/L' | 3 | CDS051
            "Limits".high > convert 3 'g/L' to 'mmol/L' | 3 | CDS051
            exists ([Observation] Result where (Result.value as Quantity).value > 9) | 38 | CDS052
            exists ([Observation] Result where 9 >= (Result.value as Quantity).value * 2) | 43 | CDS052
            exists ([Observation] Result let q: Result.value as Quantity where q.value.value < 9.5) | 70 | CDS052
            Last([Condition: "Dialysis"]) is not null | 3 | CDS053
            First([Condition: "Dialysis"] Entry where Entry.recordedDate is not null) is not null | 3 | CDS053
            Last("Entries" union [Condition]) is not null | 3 | CDS053
            First("Entries") is not null | 3 | CDS053
            Now() > @2026-01-01T00:00:00Z | 3 | CDS054
            Today() > @2026-01-01 | 3 | CDS054
            TimeOfDay() > @T12:00 | 3 | CDS054
            'Is ' + Patient.gender.value = 'Is male' | 11 | CDS055
            'Is ' + (if Patient.active then 'active' else null) = 'Is active' | 11 | CDS055
            'At ' + "Newest Place" = 'At home' | 11 | CDS055
            exists { 1, 2 } | 3 | CDS056
            if not Patient.active.value then null else exists "Entries" | 6 | CDS062
            if not (Patient.active.value and exists "Entries") then null else true | 6 | CDS062
            (exists "Entries") is null | 3 | CDS062
            exists ([Observation] Result where (Result.value as Quantity) > 9) | 67 | CDS058
            exists (({ Tuple { number: 1 } }) Each return Each.number) or exists "Numbers" | 65 | CDS056
            @2026-01-01 + 40 'U/L' < @2027-01-01 | 17 | CDS059
            "Since"(40 'U/L') < @2027-01-01T00:00:00Z | 11 | CDS059
            "Since"("Limits".high) < @2027-01-01T00:00:00Z | 11 | CDS059
            @2026-01-01 < @2026-01-01T10:00:00Z | 3 | CDS064
            Patient.birthDate.value = @2026-01-01T10:00:00Z | 3 | CDS064
            @2026-01-01T10:00:00Z same hour or before @2026-01-01 | 3 | CDS064
            @2026-01-01T10:00:00Z in Interval[@2026-01-01, @2027-01-01] | 3 | CDS064
            First("Fields".rows) is not null | 3 | CDS053
            "Limits".high.value > (3 'mmol/L').value | 3 | CDS052
            Coalesce(exists "Entries", false) | 12 | CDS062
            "Amount"('calcim', 'g') > 1.0 | 12 | CDS063
            "Amount"('calcium', 'kg') > 1.0 | 23 | CDS063
            "Double"('calcim') > 1.0 | 12 | CDS063
            """)
    void trapIsReportedWhereItIsAndNothingElseIs(String expression, int column, String code) {
        new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", expression)
                .replacing("cql/Kidney.cql", "context Patient\n", """
                        context Patient
                        define "Limits": Tuple { high: 14 'mg/dL' }
                        define "Entries": [Condition: "Dialysis"]
                        define "Numbers": { 1, 2 }
                        define "Fields": Tuple { rows: [Observation] }
                        define function "Amount"(analyte String, unit String):
                          case analyte
                            when 'calcium' then case unit when 'g' then 1.0 when 'mg' then 0.001 else null end
                            when 'albumin' then if unit = 'g' then 1.0 else null
                            else null
                          end
                        define function "Double"(analyte String):
                          if analyte = 'eGFR' then 1.0 else 2.0 * "Amount"(analyte, 'g')
                        define "Newest Place": First(({ 'home' }) Place where Patient.active.value sort asc)
                        define function "Ago"(window System.Quantity): @2026-01-01T00:00:00Z - window
                        define function "Since"(span System.Quantity): "Ago"(span)
                        // Names all of them. CDS050 accepted: made for tests.
                        define "Names": // CDS050 accepted: made for tests.
                          Tuple { limits: "Limits", entries: "Entries", numbers: "Numbers", place: "Newest Place", since: "Since"(3 days),
                            rows: "Fields".rows, one: "Amount"(Patient.gender.value, 'lb'), two: "Double"('eGFR') }
                        """);

        assertThat(findings()).containsExactly("cql/Kidney.cql:27:" + column + " " + code);
        assertThat(Explanations.of(code))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            14 'mg/dL' > 3 'g/L'
            7 days > 3 'd'
            2 * 7 days > 3 'd'
            if not exists [Condition: "Dialysis"] then null else true
            if Patient.active.value then true else null
            Patient.gender is null
            exists ([Observation] Result where (Result.value as Quantity) > 9 'mg/dL')
            exists ([Observation] Result where (Result.value as Quantity).unit = 'mg/dL' and (Result.value as Quantity).value > 9)
            exists ([Observation] Result where (Result.value as Quantity).value = 0)
            Last([Condition: "Dialysis"] Entry sort by id.value) is not null
            First({ 'a', 'b' }) = 'a'
            'Is ' & Patient.gender.value = 'Is male'
            'Is ' + Coalesce(Patient.gender.value, 'unknown') = 'Is male'
            if Patient.gender is null then false else 'Is ' + Patient.gender.value = 'Is male'
            'Patient/' + Patient.id.value = 'Patient/1'
            @2026-01-01 before day of @2026-01-01T10:00:00Z
            @2026-01-01T10:00:00Z in day of Interval[@2026-01-01, @2027-01-01]
            Coalesce(Patient.active.value, false)
            exists Take([Condition: "Dialysis"], 3)
            exists (({ 1, 2 }) Each where Patient.active.value)
            """)
    void expressionThatSaysWhatItMeansIsNotReported(String expression) {
        new SmallKnowledge(folder).replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", expression);

        assertThat(findings()).isEmpty();
    }

    @Test
    void warningIsAcceptedWithAReasonOnly() {
        SmallKnowledge small = new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "exists { 1 } // CDS056 accepted:");
        assertThat(findings()).containsExactly("cql/Kidney.cql:8:3 CDS056");

        small.replacing("cql/Kidney.cql", "CDS056 accepted:", "CDS056 accepted: a test.");
        assertThat(findings()).isEmpty();
    }

    @Test
    void valueSetThatNothingUsesIsReported() {
        new SmallKnowledge(folder).with("fhir-resources/value-set/ValueSet-dialysis-2.json", """
                {"resourceType":"ValueSet","id":"dialysis-2","version":"1","status":"active",
                 "url":"https://example.org/fhir/ValueSet/dialysis-2","description":"Empty."}
                """);

        assertThat(findings()).containsExactly("fhir-resources/value-set/ValueSet-dialysis-2.json:2:2 CDS057");
    }

    @Test
    void brokenJsonIsReportedWhereReadingStops() {
        new SmallKnowledge(folder)
                .with(
                        "fhir-resources/value-set/ValueSet-other.json",
                        "{\n  \"resourceType\": \"ValueSet\"\n  \"id\": 1 }");

        assertThat(findings()).containsExactly("fhir-resources/value-set/ValueSet-other.json:3:3 CDS001");
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

        assertThat(findings()).containsExactly(expected);
    }

    /** A row is a file and where what is not run is named. */
    @ParameterizedTest
    @CsvSource({
        "fhir-resources/tests/patient-view/R-1/short.yml, fhir-resources/tests/patient-view/R-1/short.yml",
        "fhir-resources/tests/patient-veiw/R-1/short.yaml, fhir-resources/tests/patient-veiw",
        "fhir-resources/tests/patient-view/R-1/one/notes.txt, fhir-resources/tests/patient-view/R-1/one"
    })
    void caseThatIsNotRunIsNamed(String file, String expected) {
        new SmallKnowledge(folder).with(file, "name: a case\npatient: female, 45\n");

        assertThat(findings()).containsExactly(expected + " CDS065");
        assertThat(Explanations.of("CDS065"))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    /** A row is a file of a case, its text, and the finding. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Bundle.json | {"resourceType":"Bundle","entry":[} | Bundle.json:1:35 CDS061
            Bundle.json | {"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","gneder":"male"}}]} | Bundle.json:1:93 CDS061
            expected.json | {"asOf":"2026-01-01T00:00:00Z","rules":["CC-0O1"]} | expected.json:1:41 CDS061
            expected.json | {"asOf":"2026-01-01T00:00:00Z","no":{"CC-0O1":"no"}} | expected.json:1:38 CDS061
            """)
    void defectOfACaseIsReportedWhereItIs(String file, String text, String expected) {
        String place = "fhir-resources/tests/patient-view/R-1/one/";
        new SmallKnowledge(folder)
                .with("fhir-resources/code-system/CodeSystem-rule.json", """
                        {"resourceType":"CodeSystem","id":"rule","url":"https://calcinosis-cds.org/fhir/CodeSystem/rule","version":"1",
                         "status":"active","content":"complete","concept":[{"code":"CC-001"}]}
                        """)
                .with(place + "Bundle.json", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}")
                .with(place + "expected.json", "{\"asOf\":\"2026-01-01T00:00:00Z\",\"rules\":[\"CC-001\"]}");
        assertThat(findings()).isEmpty();

        new SmallKnowledge(folder)
                .with("fhir-resources/code-system/CodeSystem-rule.json", """
                        {"resourceType":"CodeSystem","id":"rule","url":"https://calcinosis-cds.org/fhir/CodeSystem/rule","version":"1",
                         "status":"active","content":"complete","concept":[{"code":"CC-001"}]}
                        """)
                .with(place + file, text);
        assertThat(findings()).containsExactly(place + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Patient-1.json | {"resourceType":"Patient","gneder":"male"} | Patient-1.json:1:27 CDS061
            expected.json | {"asOf":"2026-01-01T00:00:00Z","rules":["CC-0O1"]} | expected.json:1:41 CDS061
            """)
    void defectOfACaseOfAFileForEachResourceIsReported(String file, String text, String expected) {
        String place = "input/tests/Small/one/";
        SmallKnowledge small = new SmallKnowledge(folder)
                .with("fhir-resources/code-system/CodeSystem-rule.json", """
                        {"resourceType":"CodeSystem","id":"rule","url":"https://calcinosis-cds.org/fhir/CodeSystem/rule","version":"1",
                         "status":"active","content":"complete","concept":[{"code":"CC-001"}]}
                        """)
                .with(place + "Patient-1.json", "{\"resourceType\":\"Patient\",\"gender\":\"male\"}")
                .with(place + "expected.json", "{\"asOf\":\"2026-01-01T00:00:00Z\",\"rules\":[\"CC-001\"]}");
        assertThat(findings()).isEmpty();
        small.with(place + file, text);

        assertThat(findings()).containsExactly(place + expected);
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
        assertThat(findings()).isEmpty();
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

        assertThat(findings()).containsExactly("fhir-resources/value-set/ValueSet-other.json:2:2 CDS005");
    }

    @Test
    void libraryWithoutResourceIsReported() {
        new SmallKnowledge(folder).with("cql/Other.cql", "library Other version '1.0.0' // Source: made for tests\n");

        assertThat(findings()).containsExactly("cql/Other.cql CDS006");
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

    private List<String> findings() {
        return ContentCheck.of(folder, FHIR).findings().stream()
                .map(finding -> finding.file()
                        + (finding.line() == 0 ? "" : ":" + finding.line() + ":" + finding.column()) + " "
                        + finding.code())
                .toList();
    }
}
