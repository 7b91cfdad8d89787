package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SummaryPageTests {
    private static final JsonNode SUMMARY = json("""
            {"patients": {"sent": 15, "deleted": 1, "notAskedFor": 2, "askedForNotSent": 4, "seen": 12, "assessed": 10, "quarantined": 2, "withResourcesLeftOut": 1},
             "data": "synthetic", "strict": "read", "sample": {"patients": 7, "differing": 0},
             "lines": {"read": 40, "kept": 30, "filtered": 4, "quarantined": 6},
             "tiers": {"HIGH": 3, "UNKNOWN": 7}, "reasons": {"no-data": 7}, "urgency": {"critical": 1},
             "rules": {"CC-001": 1, "CC-010": 3}, "problems": {}, "byAge": {"0 to 17": {"assessed": 4, "withRules": 1}},
             "bySex": {"female": {"assessed": 10, "withRules": 4}}, "quarantinedPatients": {"too-many": 2},
             "quarantinedLines": {"not-json": 6},
             "changes": {"patients": 3, "rules": {"CC-010": {"before": 3, "after": 4, "gained": 2, "lost": 1}}, "tiers": {}}}
            """);

    private final String page = SummaryPage.of(
            SUMMARY, Map.of("rules", Map.of("CC-010", "Product > 70 & dialysis")), "2026-11-21T09:00:00Z", "1.2", 61);

    @Test
    void tablesHoldTheNumbersOfTheSummary() throws Exception {
        for (String name : List.of("tiers", "reasons", "urgency", "rules", "quarantinedPatients", "quarantinedLines")) {
            List<String> expected = new ArrayList<>();
            SUMMARY.path(name).properties().forEach(each -> expected.add(each.getKey() + " " + each.getValue()));
            assertThat(rows(name).stream().map(cells -> cells.get(0) + " " + cells.get(2)))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(rows("rules").get(1)).startsWith("CC-010", "Product > 70 & dialysis", "3", "30.0 %");
        assertThat(rows("byAge").get(0)).startsWith("0 to 17", "4", "1", "25.0 %");
        assertThat(rows("bySex").get(0)).startsWith("female", "10", "4", "40.0 %");
        assertThat(page).contains("<strong>12 patients</strong> were to be assessed, 10 were, 2 not; 1 were");
        assertThat(page).contains("15 patients were sent: the export says that 1 of them were deleted, and 2 were not");
    }

    @Test
    void whatAnotherContentAnswersOtherwiseHasATable() throws Exception {
        assertThat(page).contains("3 patients would be told otherwise.");
        assertThat(rows("changes-rules"))
                .containsExactly(List.of("CC-010", "Product > 70 & dialysis", "3", "4", "2", "1"));
        assertThat(rows("changes-tiers")).isEmpty();
        assertThat(SummaryPage.of(json("{\"patients\": {}}"), Map.of(), "", "", 0))
                .doesNotContain("would be told", "Rules that", "<!--")
                .doesNotContainPattern("\\{[a-zA-Z/]+\\}");
    }

    /** Where the browser that looks for barriers in it finds it: {@code src/test/browser/summary-page.js}. */
    @Test
    void pageIsWrittenForTheBrowser() throws IOException {
        Files.writeString(Path.of("target/summary.html"), page);
    }

    @Test
    void pageSaysWhichLinesWereChecked() {
        assertThat(page).contains("7 patients were assessed with them too").doesNotContain("Every line was checked");
        assertThat(SummaryPage.of(json("{\"strict\": \"all\"}"), Map.of(), "", "", 0))
                .contains("Every line was checked.")
                .doesNotContain("with them too");
    }

    @Test
    void firstLineSaysOfWhatDataWhenAndOfWhatVersion() throws Exception {
        assertThat(document().getElementsByTagName("p").item(0).getTextContent())
                .isEqualTo("Synthetic data, of nobody who exists. As of 2026-11-21T09:00:00Z, knowledge version 1.2.");
        assertThat(SummaryPage.of(json("{\"data\": \"unknown\"}"), Map.of(), "", "", 0))
                .contains("<p>Whether the data are synthetic is not known. As of");
    }

    /** Each table has a heading, named columns and rows; the bars, which say the same, are passed over by screen readers. */
    @Test
    void pageIsReadWithoutScriptNetworkOrEyes() throws Exception {
        assertThat(page).doesNotContain("<script", "src=", "href=", "url(");
        Document document = document();
        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
        NodeList sections = document.getElementsByTagName("section");
        for (int i = 0; i < sections.getLength(); i++) {
            assertThat(((Element) sections.item(i)).getElementsByTagName("h2").getLength())
                    .isEqualTo(1);
        }
        NodeList headers = document.getElementsByTagName("th");
        for (int i = 0; i < headers.getLength(); i++) {
            assertThat(((Element) headers.item(i)).getAttribute("scope")).isIn("col", "row");
        }
        NodeList charts = document.getElementsByTagName("svg");
        assertThat(charts.getLength()).isEqualTo(10);
        for (int i = 0; i < charts.getLength(); i++) {
            assertThat(((Element) charts.item(i)).getAttribute("aria-hidden")).isEqualTo("true");
        }
        assertThat(page).contains("@media print", "prefers-color-scheme: dark");
    }

    private List<List<String>> rows(String table) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        NodeList tables = document().getElementsByTagName("table");
        for (int i = 0; i < tables.getLength(); i++) {
            Element element = (Element) tables.item(i);
            if (element.getAttribute("id").equals(table)) {
                NodeList body = ((Element) element.getElementsByTagName("tbody").item(0)).getElementsByTagName("tr");
                for (int row = 0; row < body.getLength(); row++) {
                    List<String> cells = new ArrayList<>();
                    for (var cell = body.item(row).getFirstChild(); cell != null; cell = cell.getNextSibling()) {
                        cells.add(cell.getTextContent());
                    }
                    rows.add(cells);
                }
            }
        }
        return rows;
    }

    private Document document() throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
