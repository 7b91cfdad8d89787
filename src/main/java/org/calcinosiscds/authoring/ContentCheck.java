package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import org.calcinosiscds.cql.LibraryTranslator;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.cql.TranslatorTracking;
import org.calcinosiscds.cql.elm.NeverNull;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with content: each cause once, and only the number of what follows from it. Repeated for content that was changed,
 * it reads and translates only what the change reaches. Used by one thread at a time.
 */
public final class ContentCheck {
    private static final String PLANS = Content.RESOURCES + "plan-definition/";

    private final Path folder;
    private final FhirContext fhir;
    private final TranslationStore store;
    private final LibraryResults<IdentityHashMap<ExpressionDef, Set<Definitions.Key>>> named = new LibraryResults<>();
    private final LibraryResults<List<Finding>> traps = new LibraryResults<>();
    private GuardResults guards = new GuardResults(Set.of(), new LibraryResults<>());
    private final StartCheck start;
    private final ShortCaseCheck shortCases;
    private final FileReadings<CaseFileReading> caseFiles;
    private @Nullable CheckedResources last;

    /** @param findings of what the resources alone decide */
    private record CheckedResources(Map<String, String> texts, ContentResources resources, List<Finding> findings) {}

    /** @param known names of defines that have a value for a reason which their operators do not show */
    private record GuardResults(Set<NeverNull.Name> known, LibraryResults<List<Finding>> findings) {}

    /** @param folder that has {@code cql} and {@code fhir-resources} */
    ContentCheck(Path folder, FhirContext fhir, TranslationStore store) {
        this(folder, fhir, store, new KnowledgeLoader(fhir, new Content.Folder(folder), null));
    }

    /** @param loader that may have read the resources already */
    ContentCheck(Path folder, FhirContext fhir, TranslationStore store, KnowledgeLoader loader) {
        this.folder = folder;
        this.fhir = fhir;
        this.store = store;
        this.start = new StartCheck(loader, store, fhir);
        this.shortCases = new ShortCaseCheck(folder);
        this.caseFiles = new FileReadings<>((file, text) -> CaseFileReading.of(file, text, fhir));
    }

    /** @param folder that has {@code cql} and {@code fhir-resources} */
    public static CheckReport of(Path folder, FhirContext fhir) {
        try {
            CheckReport report = new ContentCheck(folder, fhir, TranslationStore.ofProcess())
                    .report(new Content.Folder(folder).texts());
            List<Finding> findings = new ArrayList<>(report.findings());
            FolderCheck.run(folder, findings);
            return new CheckReport(
                    findings.stream().sorted().toList(),
                    report.followUps(),
                    report.libraries(),
                    report.valueSets(),
                    report.plans());
        } catch (KnowledgeException e) {
            // A package that is none.
            List<Finding> findings = e.defects().stream()
                    .map(defect -> Finding.error(
                            Content.PACKAGES + defect.replaceFirst(": .*", ""),
                            SourcePosition.FILE,
                            "CDS018",
                            defect.replaceFirst("^[^:]*: it", "It")))
                    .toList();
            return new CheckReport(findings, List.of(), 0, 0, 0);
        }
    }

    /** @param texts of the content by path, which need not be those on disk */
    CheckReport report(Map<String, String> texts) {
        return TranslatorTracking.withoutCleanUp(() -> check(texts));
    }

    private CheckReport check(Map<String, String> texts) {
        CheckedResources checked = resources(texts);
        ContentResources resources = checked.resources();
        List<Finding> findings = new ArrayList<>(resources.findings());
        TranslationCheck translation = new TranslationCheck(KnowledgeLoader.cql(texts), new LibraryTranslator(store));
        translation.run();
        findings.addAll(translation.causes());
        LibraryCheck.run(translation.libraries(), resources, findings);
        CanonicalCheck.run(translation, resources, findings);
        findings.addAll(checked.findings());
        UnreadFiles.run(folder, findings);
        List<Finding> followUps = new ArrayList<>(translation.followUps());
        MissingCodes missing = new MissingCodes(translation, resources);
        List<Finding> ofHooks = new ArrayList<>();
        RuleCheck.run(translation, resources, missing, findings);
        KnownNames names = CaseNames.of(translation, resources);
        RuleDescriptionCheck.run(resources, names, missing, findings, ofHooks);
        shortCases.run(names, missing, findings);
        CaseCheck.run(folder, names, hooks(resources), caseFiles, missing, findings, ofHooks);
        missing.report(findings, followUps);
        addOfHooks(ofHooks, resources, findings, followUps);
        Definitions definitions = new Definitions(translation.translator(), named);
        // With errors references are missing from the ELM, and so is what uses them.
        if (!hasErrors(findings)) {
            PlanExpressionCheck.run(translation, resources, findings);
            RuleListCheck.run(translation, definitions, resources, findings);
            TrapCheck.run(translation, definitions, traps, findings);
            checkGuards(translation, definitions, findings);
        }
        if (!hasErrors(findings)) {
            UnusedCheck.run(translation, definitions, texts, resources, findings);
        }
        // What the start refuses is what was found, if anything was.
        if (!hasErrors(findings) && translation.causes().isEmpty()) {
            start.run(texts, resources, findings);
        }
        return new CheckReport(
                findings.stream()
                        .filter(finding -> !isAccepted(finding, translation.libraries()))
                        .filter(finding -> !isOfPackage(finding, folder))
                        .map(finding -> withPath(finding, texts))
                        .distinct()
                        .sorted()
                        .toList(),
                List.copyOf(followUps),
                translation.libraries().size() - 1,
                resources.of(ValueSet.class).size(),
                resources.of(PlanDefinition.class).size());
    }

    /** What is said of hooks follows from a plan that could not be read, when there is one. */
    private static void addOfHooks(
            List<Finding> ofHooks, ContentResources resources, List<Finding> findings, List<Finding> followUps) {
        Optional<Finding> unread = findings.stream()
                .filter(each -> each.file().startsWith(PLANS) && resources.isUnreadable(each.file()))
                .findFirst();
        unread.ifPresentOrElse(
                cause -> {
                    findings.set(findings.indexOf(cause), cause.with(ofHooks.size()));
                    followUps.addAll(ofHooks);
                },
                () -> findings.addAll(ofHooks));
    }

    /** A plan that names no event is asked when a record is opened. */
    private static Set<String> hooks(ContentResources resources) {
        Set<String> hooks = RuleDescriptionCheck.hooks(resources);
        if (resources.of(PlanDefinition.class).values().stream()
                .flatMap(plan -> plan.getAction().stream())
                .anyMatch(action -> action.getTrigger().isEmpty())) {
            hooks.add(ContentCase.PATIENT_VIEW);
        }
        return hooks;
    }

    private void checkGuards(TranslationCheck translation, Definitions definitions, List<Finding> findings) {
        NeverNullReasons reasons = neverNull();
        Set<NeverNull.Name> known = Set.copyOf(reasons.byDefine().keySet());
        if (!known.equals(guards.known())) {
            guards = new GuardResults(known, new LibraryResults<>());
        }
        NullGuards.run(translation, definitions, guards.findings(), reasons, findings);
    }

    private NeverNullReasons neverNull() {
        try {
            return NeverNullReasons.in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CheckedResources resources(Map<String, String> texts) {
        Map<String, String> now = new TreeMap<>(texts);
        now.keySet().removeIf(file -> !file.startsWith(Content.RESOURCES));
        CheckedResources known = last;
        if (known == null || !now.equals(known.texts())) {
            ContentResources resources = new ContentResources(now, fhir, known == null ? null : known.resources());
            List<Finding> findings = new ArrayList<>();
            ExtensionCheck.run(resources, findings);
            ValueSetCheck.run(resources, findings);
            CodeCheck.run(resources, findings);
            known = new CheckedResources(now, resources, findings);
            last = known;
        }
        return known;
    }

    private static Finding withPath(Finding finding, Map<String, String> texts) {
        String text = texts.get(finding.file());
        return finding.line() > 0 && text != null && finding.file().endsWith(".json")
                ? finding.at(JsonText.of(text).path(new SourcePosition(finding.line(), finding.column())))
                : finding;
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
