package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of products as public lists and records have them, read with the packaged names. */
class ProductTextTests {
    private static final MedicineNames MEDICINES =
            new MedicineNames(new KnowledgeLoader(FhirContext.forR4Cached()).load());

    private record Product(String text, Set<String> ingredients, Set<String> routes) {}

    @Test
    void productIsReadAsItsIngredientsAndRoute() throws IOException {
        List<Product> products = products();

        assertThat(products).hasSizeGreaterThan(300);
        assertSoftly(soft -> products.forEach(product -> soft.assertThat(MEDICINES.read(product.text()))
                .as(product.text())
                .isEqualTo(new MedicineNames.Reading(product.ingredients(), product.routes(), true))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop warfarin",
                "Warfarin-Antidot",
                "ohne Marcumar",
                "sans Previscan",
                "sin Sintrom",
                "senza Coumadin",
                "sem Marevan",
                "geen fenprocoumon",
                "Marcumar pausiert",
                "warfarin allergy",
                "Warfarin-Natrium abgesetzt",
                "clorhidrato de diltiazem suspendido",
                "calcium channel blocker",
                "Calcium",
                "calcium 600",
                "folinate de calcium",
                "Natriumcalciumedetat",
                "sodium calcium edetate",
                "sodium",
                "Natrium 5 mg Tabletten",
                "phosphate binder",
                "phosphate",
                "phosphate sodium",
                "hydrochloride",
                "sodium potassium phosphate",
                "dexamethasone (as sodium phosphate)",
                "Dexamethason-Natriumphosphat",
                "fosfato de sodio de dexametasona",
                "phosphate monosodique de dexaméthasone",
                "calcium carbonate sodium",
                "magnesium thiosulfate",
                "ammonium ferric citrate",
                "chlorhydrate",
                "chlorhydrate de",
                "natrium phosphat alendronat",
                "Aurothiomalatnatrium ersetzt warfarin"
            })
    void otherTextIsNotUnderstood(String text) {
        assertThat(MEDICINES.read(text).isWhole()).isFalse();
    }

    private static List<Product> products() throws IOException {
        try (InputStream file = ProductTextTests.class.getResourceAsStream("products.txt")) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(cells -> new Product(cells[0].strip(), codes(cells[1]), codes(cells[2])))
                    .toList();
        }
    }

    private static Set<String> codes(String cell) {
        Set<String> codes = new TreeSet<>(List.of(cell.strip().split(" ")));
        codes.remove("");
        return codes;
    }
}
