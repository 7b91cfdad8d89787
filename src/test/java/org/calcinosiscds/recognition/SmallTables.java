package org.calcinosiscds.recognition;

import ca.uhn.fhir.context.FhirContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.StringType;

/** A knowledge base with few names, few value sets and the shape of the real ones. */
final class SmallTables {
    static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    static final String ATC = "http://www.whocc.no/atc";
    static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";

    private static final String KIND = "https://calcinosis-cds.org/fhir/CodeSystem/name-kind";

    private SmallTables() {}

    static Recognition recognition() {
        return new Recognition(knowledge());
    }

    static Recognition packaged() {
        return new Recognition(new KnowledgeLoader(FhirContext.forR4Cached()).load());
    }

    static KnowledgeBase knowledge() {
        CodeSystem names = system(MedicineNames.NAMES);
        ingredient(names, "warfarin", false, "inn warfarin", "inn warfarine", "salt warfarin sodium", "brand Coumadin");
        ingredient(names, "phenprocoumon", false, "inn phenprocoumon", "brand Marcumar");
        ingredient(names, "calcium-carbonate", false, "inn calcium carbonate", "brand Calcichew D3");
        ingredient(
                names, "calcium-acetate", false, "inn calcium acetate", "inn Calciumacetat", "inn acétate de calcium");
        ingredient(names, "colecalciferol", false, "inn colecalciferol", "inn vitamin D3", "brand Calcichew D3");
        ingredient(names, "calcitriol", false, "inn calcitriol");
        ingredient(names, "sodium-phosphate", false, "inn sodium phosphate");
        ingredient(names, "atorvastatin", true, "inn atorvastatin", "salt atorvastatin calcium");
        ingredient(names, "aspirin", true, "inn aspirin");
        ingredient(names, "dexamethasone", true, "inn dexamethasone");
        ingredient(names, "fludarabine", true, "inn fludarabine", "salt fludarabine phosphate sodium");
        CodeSystem words = system(MedicineNames.WORDS);
        words(words, "strength", "mg", "g", "mcg", "ml", "unt", "iu", "mmol");
        words(words, "neutral", "daily", "and", "sodium");
        words(words, "form", "solution", "delayed release");
        words(words, "route-oral", "tablet", "tablets", "oral tablet", "oral", "capsule");
        words(words, "route-local", "ointment", "eye drops", "topical solution");
        words(words, "route-injected", "injection", "infusion");
        CodeSystem conditions = system(ConditionWords.WORDS);
        words(conditions, "calciphylaxis", "calciphylaxis", "Kalziphylaxie", "calciphylaxie");
        words(conditions, "calcinosis-cutis", "calcinosis");
        words(conditions, "tumoral-calcinosis", "tumoral calcinosis");
        words(conditions, "wide-word", "calcinosis");
        words(conditions, "neutral-word", "disorder", "finding");
        words(conditions, "blocking-word", "no", "?", "history of", "suspected");
        CodeSystem others = system(KnownCodes.OTHER);
        pattern(others, "atc", ATC, "[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}");
        pattern(others, "icd", ICD, "(?!E83\\.59$)[A-Z][0-9]{2}(\\.[0-9]+)?");
        pattern(others, "wide", ICD, "E83\\.5[0-9]?");
        others.getConcept().get(2).addProperty().setCode("wide").setValue(new BooleanType(true));
        Map<String, ValueSetCodes> valueSets = new LinkedHashMap<>();
        valueSet(
                valueSets,
                "vka",
                Map.of(RXNORM, List.of("11289"), MedicineNames.NAMES, List.of("warfarin", "phenprocoumon")));
        valueSet(
                valueSets,
                "calcium",
                Map.of(RXNORM, List.of("1897"), MedicineNames.NAMES, List.of("calcium-carbonate", "calcium-acetate")));
        valueSet(valueSets, "vitamin-d", Map.of(MedicineNames.NAMES, List.of("colecalciferol", "calcitriol")));
        valueSet(valueSets, "sclerosis", Map.of(ICD, List.of("M34.9"), ConditionWords.WORDS, List.of("calciphylaxis")));
        valueSet(valueSets, "lesion", Map.of("http://snomed.info/sct", List.of("403514006")));
        Map<String, CodeSystem> systems = new LinkedHashMap<>();
        List.of(names, words, conditions, others).forEach(each -> systems.put(each.getUrl(), each));
        KnowledgeBase packaged = new KnowledgeLoader(FhirContext.forR4Cached()).load();
        return new KnowledgeBase(
                packaged.content(),
                packaged.version(),
                packaged.cql(),
                packaged.libraries(),
                packaged.plans(),
                packaged.activities(),
                valueSets,
                systems,
                packaged.resources(),
                packaged.settings(),
                packaged.supplement());
    }

    private static void valueSet(Map<String, ValueSetCodes> valueSets, String id, Map<String, List<String>> codes) {
        Map<String, Map<String, String>> bySystem = new LinkedHashMap<>();
        codes.forEach((system, all) -> all.forEach(code ->
                bySystem.computeIfAbsent(system, each -> new LinkedHashMap<>()).put(code, code)));
        valueSets.put(id, new ValueSetCodes(id, id, bySystem));
    }

    private static CodeSystem system(String url) {
        CodeSystem system = new CodeSystem();
        system.setUrl(url);
        return system;
    }

    private static void ingredient(CodeSystem system, String code, boolean isOther, String... names) {
        ConceptDefinitionComponent concept = system.addConcept().setCode(code);
        if (isOther) {
            concept.addProperty().setCode("other").setValue(new BooleanType(true));
        }
        for (String name : names) {
            String[] parts = name.split(" ", 2);
            concept.addDesignation().setValue(parts[1]).getUse().setSystem(KIND).setCode(parts[0]);
        }
    }

    private static void words(CodeSystem system, String code, String... words) {
        ConceptDefinitionComponent concept = system.addConcept().setCode(code);
        Arrays.stream(words).forEach(word -> concept.addDesignation().setValue(word));
    }

    private static void pattern(CodeSystem system, String code, String of, String pattern) {
        ConceptDefinitionComponent concept = system.addConcept().setCode(code);
        concept.addProperty().setCode("system").setValue(new StringType(of));
        concept.addProperty().setCode("pattern").setValue(new StringType(pattern));
    }
}
