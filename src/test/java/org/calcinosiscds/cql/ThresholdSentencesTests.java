package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A changed threshold is the only place to change: the sentences of the cards say the new figure. */
@Tag("once")
class ThresholdSentencesTests {
    @TempDir
    private static Path copy;

    /** Each threshold is changed by a little, so that its patient still gets the card; all in one copy, which is translated once. */
    private static final List<Change> CHANGES =
            Stream.of("""
            MineralLimits | Severe Total Calcium | 14.0 | 13.9 | exactly-14 | Severe is total calcium of 13.9 mg/dL (3.47 mmol/L)
            MineralLimits | Severe Ionized Calcium | 2.5 | 2.45 | exactly-14 | or ionized calcium of 2.45 mmol/L and above
            MineralLimits | Very Low Total Calcium | 7.5 | 7.6 | abnormal-calcium-severe-low-calcium | total calcium below 7.6 mg/dL
            MineralLimits | High Product | 70.0 | 69.0 | dialysis-product-71-40 | (>69)
            MineralLimits | Elevated Product | 55.0 | 54.0 | albumin-96-hours-away | above the old K/DOQI target of 54;
            KidneyMineralRules | Very High Phosphate | 7 | 6.9 | albumin-96-hours-away | Phosphate of 6.9 mg/dL (2.23 mmol/L) and more
            KidneyMineralRules | Low PTH Multiple | 2.0 | 3.0 | albumin-96-hours-away | about 3 to
            KidneyMineralRules | High PTH Multiple | 9.0 | 8.0 | albumin-96-hours-away | to 8 times the upper limit of the assay
            KidneyDisease | Creatinine Rise | 1.5 | 1.4 | creatinine-risen | Creatinine is at least 1.4 times
            KidneyDisease | Mineral Interval After Transplant | 14 | 13 | early-calcium-15-days | this reminder waits 13 days
            KidneyDisease | Mineral Interval In G5 | 90 | 89 | alkaline-phosphatase-366-days-old | every 89 days
            KidneyDisease | Stage 4 Limit | 30 | 29.5 | aluminium-egfr-22 | eGFR <29.5 or dialysis
            ColchicineOrderRules | Severe Impairment Limit | 30 | 29 | colchicine-egfr-25 | eGFR <29/dialysis
            ProbenecidOrderRules | Probenecid Limit | 30 | 29 | blood-dyscrasia | at a GFR of 29 or below
            ProbenecidOrderRules | Probenecid Age | 2 | 3 | blood-dyscrasia | under 3 years of age
            TreatmentOrderRules | Zoledronate Limit | 35 | 36 | egfr-34 | creatinine clearance of 36 mL/min
            TreatmentOrderRules | Minocycline Age | 8 | 9 | day-before-eighth-birthday | age under 9 years
            ImmuneOrderRules | High Daily Prednisone | 15 | 14 | cortisone-75-mg | Steroid >=14 mg/day
            VitaminDOrderRules | High Daily Vitamin D | 4000 | 3999 | calcitriol-phosphate-6-1 | from 3999 IU a day
            MineralRules | Toxic 25-OH Vitamin D Limit | 150 | 148 | d3-alone-190 | toxic above 148 ng/mL (370 nmol/L)
            CalciumAndPTH | PTH Window | 14 | 13 | high-phosphate-parathyroid-hormone-181-days-old | older than 13 days before this calcium
            AcutePhosphateRules | Lysis Window | 24 | 23 | cancer-medicine-six-days-ago | low calcium within 23 hours
            AcutePhosphateRules | Days After Treatment | 7 | 6 | cancer-medicine-six-days-ago | to 6 days after treatment
            IatrogenicRules | Watch Window | 30 | 31 | newborn-intravenous-calcium | Given in the last 31 days
            IatrogenicRules | Heel Nodule Age | 36 | 37 | heel-nodule-35-months | persists beyond 37 months
            CalciphylaxisRiskRules | Warfarin Necrosis Window | 30 | 29 | eschar-breast-cancer-warfarin | first 29 days of warfarin
            CalciphylaxisOrderRules | Bicarbonate Window | 7 | 6 | bicarbonate-8-days-old | recognised in the last 6 days
            CeftriaxoneOrderRules | Together Window | 48 | 49 | calcium-given-48-hours-ago | given within 49 hours
            MineralOrderRules | Rectal Phosphate Age | 2 | 3 | enema-day-before-second-birthday | enema under 3 years
            MineralOrderRules | Oral Phosphate Age | 5 | 6 | oral-day-before-sixth-birthday | at 6 years or younger
            DischargeRules | Referral Window | 180 | 181 | calcinosis | referral of the last 181 days
            Orderables | Yearly | 365 | 335 | calcium-366-days | no calcium recognised in 11 months
            Orderables | Urgent Within | 72 | 71 | attributed-ulcer-high-product | within 71 hours
            PatientRecord | Adult Age | 18 | 17 | calcinosis-present | Under 17: only X-ray
            PatientRecord | Infant Age | 1 | 2 | newborn-intravenous-calcium | Risk: under 2 year
            """.split("\n")).map(Change::of).toList();

    /**
     * A threshold with another figure.
     *
     * @param body of the definition, as it begins in our content
     * @param patient case whose card has the sentence
     */
    private record Change(
            String library, String definition, String body, String changed, String patient, String sentence) {
        static Change of(String line) {
            String[] cells = line.strip().split(" \\| ", -1);
            return new Change(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
        }

        void apply(Path folder) throws IOException {
            Path file = folder.resolve("cql/" + library + ".cql");
            String old = "define \"" + definition + "\":\n  " + body;
            String cql = Files.readString(file);
            assertThat(cql).as(library).contains(old);
            Files.writeString(file, cql.replace(old, "define \"" + definition + "\":\n  " + changed));
        }
    }

    @TestFactory
    Stream<DynamicTest> cardsSayTheChangedFigure() throws IOException {
        for (Map.Entry<String, String> file :
                new Content.Folder(Path.of("")).texts().entrySet()) {
            Path target = copy.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
        for (Change change : CHANGES) {
            change.apply(copy);
        }
        CompiledKnowledge compiled = KnowledgeCompiler.compile(
                new KnowledgeLoader(CaseAnswers.FHIR, new Content.Folder(copy), null).load(), CaseAnswers.FHIR);
        CqlDecisionSupport support = new CqlDecisionSupport(compiled, List.of(), PatientLimiter.LIMITER);
        return CHANGES.stream()
                .map(change -> dynamicTest(change.definition(), () -> {
                    PatientCase patient = PatientCase.named(change.patient()).orElseThrow();
                    assertThat(words(support.assess(CaseQuestions.about(patient, patient.record()))))
                            .contains(change.sentence());
                    assertThat(words(CaseAnswers.assessment(patient, patient.record())))
                            .doesNotContain(change.sentence());
                }));
    }

    /** Summary, detail, background and evidence of each card. */
    private static String words(Assessment assessment) {
        return assessment.recommendations().toString();
    }
}
