package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/** Finds what is wrong with content: each cause once, and only the number of what follows from it. */
public final class ContentCheck {
    private ContentCheck() {}

    /** @param folder that has {@code cql} and {@code fhir-resources} */
    public static CheckReport of(Path folder, FhirContext fhir) {
        Map<String, String> texts = new Content.Folder(folder).texts();
        List<Finding> findings = new ArrayList<>();
        ContentResources resources = new ContentResources(texts, fhir, findings);
        TranslationCheck translation = new TranslationCheck(KnowledgeLoader.cql(texts));
        translation.run();
        findings.addAll(translation.causes());
        LibraryCheck.run(translation.libraries(), resources, findings);
        CanonicalCheck.run(translation, resources, findings);
        ValueSetCheck.run(resources, findings);
        RuleCheck.run(translation, resources, findings);
        ShortCaseCheck.run(folder, findings);
        // With errors references are missing from the ELM, and so is what uses them.
        if (!hasErrors(findings)) {
            PlanExpressionCheck.run(translation, resources, findings);
            TrapCheck.run(translation, findings);
        }
        if (!hasErrors(findings)) {
            UnusedCheck.run(translation, texts, resources, findings);
        }
        return new CheckReport(
                findings.stream()
                        .filter(finding -> !isAccepted(finding, translation.libraries()))
                        .filter(finding -> !isOfPackage(finding, folder))
                        .distinct()
                        .sorted()
                        .toList(),
                translation.followUps(),
                translation.libraries().size() - 1,
                resources.of(ValueSet.class).size(),
                resources.of(PlanDefinition.class).size());
    }

    /** A warning about a file that is not in the folder but in a package, which its author has to answer. */
    private static boolean isOfPackage(Finding finding, Path folder) {
        return finding.severity() == Finding.Severity.WARNING
                && !finding.file().isEmpty()
                && !Files.exists(folder.resolve(finding.file()));
    }

    private static boolean hasErrors(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /** A warning about CQL whose author has said why it does not apply. */
    private static boolean isAccepted(Finding finding, Map<String, CqlText> libraries) {
        CqlText library = libraries.get(finding.file().replaceFirst("^cql/(.*)\\.cql$", "$1"));
        return library != null
                && finding.severity() == Finding.Severity.WARNING
                && library.accepts(finding.code(), finding.line());
    }
}
