package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;

/** Codes and code systems that are probably mistyped: they match no record, and nothing else says so. */
final class CodeCheck {
    private static final int MAX_DISTANCE = 2;

    private final ContentResources resources;
    private final List<Finding> findings;

    /** How many value sets use a code system. */
    private final Map<String, Integer> systems = new TreeMap<>();

    private CodeCheck(ContentResources resources, List<Finding> findings) {
        this.resources = resources;
        this.findings = findings;
    }

    static void run(ContentResources resources, List<Finding> findings) {
        CodeCheck check = new CodeCheck(resources, findings);
        resources.of(ValueSet.class).values().forEach(check::count);
        resources.of(ValueSet.class).forEach(check::checkValueSet);
        resources.of(CodeSystem.class).forEach(check::checkCodeSystem);
    }

    private void count(ValueSet valueSet) {
        Set<String> used = new HashSet<>();
        valueSet.getCompose().getInclude().stream()
                .filter(include -> include.getSystem() != null)
                .forEach(include -> used.add(include.getSystem()));
        used.forEach(system -> systems.merge(system, 1, Integer::sum));
    }

    private void checkValueSet(String file, ValueSet valueSet) {
        List<ConceptSetComponent> includes = valueSet.getCompose().getInclude();
        for (int i = 0; i < includes.size(); i++) {
            String path = "compose.include[" + i + "]";
            checkSystem(file, includes.get(i), path + ".system");
            checkCodes(file, includes.get(i), path + ".concept");
        }
    }

    private void checkSystem(String file, ConceptSetComponent include, String path) {
        String system = include.getSystem();
        if (system != null && systems.getOrDefault(system, 0) == 1) {
            Set<String> others = new TreeSet<>(systems.keySet());
            others.removeIf(other -> systems.getOrDefault(other, 0) == 1 || !isMisspelling(system, other));
            others.forEach(other -> warn(
                    file,
                    path,
                    "No other value set uses the code system " + system + ". Did you mean \"" + other + "\"?"));
        }
    }

    /** Systems that differ in a number alone, such as tables of HL7 v2, are different ones. */
    private static boolean isMisspelling(String system, String other) {
        return SimilarNames.distance(system, other) <= MAX_DISTANCE
                && !system.replaceAll("\\d", "").equals(other.replaceAll("\\d", ""));
    }

    private void checkCodes(String file, ConceptSetComponent include, String path) {
        Map<String, Integer> first = new HashMap<>();
        List<ConceptReferenceComponent> concepts = include.getConcept();
        for (int i = 0; i < concepts.size(); i++) {
            String code = concepts.get(i).getCode();
            String place = path + "[" + i + "].code";
            if (code == null) {
                findings.add(Finding.error(
                        file, resources.text(file).at(path + "[" + i + "]"), "CDS002", "The element code is missing."));
            } else if (first.putIfAbsent(code, i) != null) {
                warn(file, place, "The code " + code + " stands twice.");
            } else if (include.getSystem() != null && !CheckDigits.fit(include.getSystem(), code)) {
                warn(
                        file,
                        place,
                        "The last digit of " + code + " does not fit the others: no code of " + include.getSystem()
                                + ".");
            }
        }
    }

    private void checkCodeSystem(String file, CodeSystem codeSystem) {
        checkConcepts(file, codeSystem.getConcept(), "concept", new HashSet<>());
    }

    private void checkConcepts(String file, List<ConceptDefinitionComponent> concepts, String path, Set<String> seen) {
        for (int i = 0; i < concepts.size(); i++) {
            String place = path + "[" + i + "]";
            String code = concepts.get(i).getCode();
            if (code == null || !seen.add(code)) {
                findings.add(Finding.error(
                        file,
                        resources.text(file).at(code == null ? place : place + ".code"),
                        "CDS002",
                        code == null ? "The element code is missing." : "The code " + code + " stands twice."));
            }
            checkConcepts(file, concepts.get(i).getConcept(), place + ".concept", seen);
        }
    }

    private void warn(String file, String path, String words) {
        findings.add(Finding.warning(file, resources.text(file).at(path), "CDS028", words));
    }
}
