package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defects of cases. */
class CaseCheckTests {
    @TempDir
    Path folder;

    @Test
    void defectOfAShortCaseIsReportedWhereItIs() {
        new SmallKnowledge(folder).with("fhir-resources/tests/patient-view/R-1/short.yaml", """
                        name: on dialysis
                        patient: female, 45
                        conditions: [ http://snomed.info/sct#105502003, DIALYSIS#1 ]
                        """);

        assertThat(CheckedFolder.findings(folder))
                .containsExactly("fhir-resources/tests/patient-view/R-1/short.yaml:3:49 CDS060");
        assertThat(Explanations.of("CDS060"))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
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

        assertThat(CheckedFolder.findings(folder)).containsExactly(expected + " CDS065");
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
        assertThat(CheckedFolder.findings(folder)).isEmpty();

        new SmallKnowledge(folder)
                .with("fhir-resources/code-system/CodeSystem-rule.json", """
                        {"resourceType":"CodeSystem","id":"rule","url":"https://calcinosis-cds.org/fhir/CodeSystem/rule","version":"1",
                         "status":"active","content":"complete","concept":[{"code":"CC-001"}]}
                        """)
                .with(place + file, text);
        assertThat(CheckedFolder.findings(folder)).containsExactly(place + expected);
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
        assertThat(CheckedFolder.findings(folder)).isEmpty();
        small.with(place + file, text);

        assertThat(CheckedFolder.findings(folder)).containsExactly(place + expected);
    }
}
