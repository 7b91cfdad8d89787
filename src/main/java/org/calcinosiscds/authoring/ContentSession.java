package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.EvaluationSettings;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.ContentIdentity;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/**
 * The content of a folder while an author changes it: always the last state without defects, replaced whole. Used by one thread at a
 * time.
 */
public final class ContentSession implements AutoCloseable {
    private final Content.Folder content;
    private final KnowledgeLoader loader;
    private final ContentCheck check;
    private final TranslationStore store = TranslationStore.ofProcess();
    private Map<String, String> seen = Map.of();
    private Map<String, String> good = Map.of();
    private final EvaluationSettings settings;
    private @Nullable CqlKnowledge cql;
    private @Nullable CaseRunner runner;
    private String version = "";
    private String folderVersion = "";
    private ChangedRules lastChange = ChangedRules.NONE;
    private String defect = "";
    private List<Finding> findings = List.of();

    /**
     * What became of the files since they were looked at last.
     *
     * @param files that were changed, added or removed, by path
     * @param translated libraries whose translation is not that of the last good content; none when the content is not good
     * @param isGood whether the content has no defects; else the last good one is kept, and {@link #findings} are what is wrong
     * @param changed the rules whose cases the change can reach; none when the content is not good
     */
    public record Update(Set<String> files, Set<String> translated, boolean isGood, ChangedRules changed) {}

    public ContentSession(Content.Folder content) {
        this(content, CaseRunner.unlimited());
    }

    /** @param settings of the threads that evaluate */
    public ContentSession(Content.Folder content, EvaluationSettings settings) {
        this.content = content;
        this.settings = settings;
        this.loader = new KnowledgeLoader(FhirContext.forR4Cached(), content, null);
        this.check = new ContentCheck(content.path(), FhirContext.forR4Cached(), store, loader);
    }

    public Path folder() {
        return content.path();
    }

    /** Runs cases against the last good content. */
    public CaseRunner runner() {
        return Objects.requireNonNull(runner, "There has been no content without defects yet.");
    }

    public boolean hasContent() {
        return runner != null;
    }

    /** The last good content. */
    public CqlKnowledge knowledge() {
        return Objects.requireNonNull(cql, "There has been no content without defects yet.");
    }

    /** SHA-256 of the last good content, which its answers name as their version. */
    public String version() {
        return version;
    }

    /** Looks at the files; null when none has changed since the last look. */
    public @Nullable Update look() {
        Map<String, String> texts = content.texts();
        Set<String> files = ChangedRules.files(seen, texts);
        if (files.isEmpty()) {
            return null;
        }
        seen = texts;
        folderVersion = ContentIdentity.of(content.name(), texts).sha256();
        defect = "";
        findings = List.of();
        try {
            KnowledgeBase loaded = loader.load();
            KnowledgeBase knowledge = loaded.withVersion(loaded.content().sha256());
            FhirContext fhir = FhirContext.forR4Cached();
            CqlKnowledge changedCql = cql == null
                    ? CqlKnowledge.compile(knowledge, fhir, settings, store)
                    : cql.changed(knowledge, fhir, store);
            Set<String> translated = translated(cql, changedCql);
            runner = CaseRunner.of(knowledge, changedCql);
            cql = changedCql;
            version = knowledge.version();
            ChangedRules changed = ChangedRules.between(good, texts);
            lastChange = good.isEmpty() ? ChangedRules.NONE : changed;
            good = texts;
            return new Update(files, translated, true, changed);
        } catch (KnowledgeException e) {
            defect = String.valueOf(e.getMessage());
            return new Update(files, Set.of(), false, ChangedRules.NONE);
        }
    }

    /** Names of the libraries that were translated between two versions of the content: the others are the same objects. */
    private static Set<String> translated(@Nullable CqlKnowledge before, CqlKnowledge now) {
        Set<Library> known = Collections.newSetFromMap(new IdentityHashMap<>());
        if (before != null) {
            known.addAll(before.libraries());
        }
        return now.libraries().stream()
                .filter(library -> !known.contains(library))
                .map(Definitions::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The content as of the last look. */
    public ContentState state() {
        return new ContentState(content.path(), runner(), good, version, folderVersion, findings(), lastChange);
    }

    /** What is wrong with the files of the last look, as {@code check} finds it; empty when nothing is. */
    public List<Finding> findings() {
        if (defect.isEmpty()) {
            return List.of();
        }
        if (findings.isEmpty()) {
            findings = check.report(seen).findings();
            if (findings.isEmpty()) {
                findings = List.of(Finding.error("", SourcePosition.FILE, "CDS014", defect));
            }
        }
        return findings;
    }

    /**
     * What would be wrong if a file had another text.
     *
     * @param file path below the folder
     */
    public List<Finding> findings(String file, String text) {
        Map<String, String> texts = new TreeMap<>(content.texts());
        texts.put(file, text);
        return check.report(texts).findings();
    }

    @Override
    public void close() {
        if (runner != null) {
            runner.close();
        }
    }
}
