package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;

/**
 * Makes changes of the CQL one at a time and looks which cases notice. Only the library that is changed is translated, and those that
 * see another signature in it; only cases that evaluate the changed expression are run, up to the first that fails.
 */
public final class MutationRun implements AutoCloseable {
    private final FhirContext fhir = FhirContext.forR4Cached();
    private final TranslationStore store = TranslationStore.ofProcess();
    private final Map<String, String> texts;
    private final List<ContentCase> cases;
    private final List<AssessmentRequest> questions = new ArrayList<>();
    private final KnowledgeBase knowledge;
    private final CqlKnowledge cql;
    private final CaseRunner unchanged;
    private final Map<String, BitSet> reach;
    private final Map<Definitions.Key, Set<String>> rules = new ConcurrentHashMap<>();

    /** What becomes of a change. */
    public enum Result {
        /** A case has another answer. */
        NOTICED,
        /** It cannot be translated, or the checks of the start refuse it. */
        REFUSED,
        /** No case has another answer. */
        SURVIVES,
        /** No case evaluates what is changed. */
        NOT_REACHED
    }

    /** @param nearest case that notices it, or that comes nearest to it; empty when there is none */
    public record Outcome(Mutant mutant, Result result, String nearest) {}

    private MutationRun(Content content, List<ContentCase> cases, IntConsumer progress) throws IOException {
        this.texts = content.texts();
        this.cases = cases;
        this.knowledge = new KnowledgeLoader(fhir, content, null).load();
        this.cql = CqlKnowledge.compile(knowledge, fhir, CaseRunner.unlimited(), store);
        this.unchanged = CaseRunner.of(knowledge, cql);
        CaseReach seen = new CaseReach();
        List<String> failing = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            ContentCase each = cases.get(i);
            seen.begin(i);
            try {
                AssessmentRequest question = unchanged.request(each.input());
                questions.add(question);
                cql.assess(question, each.parameters(), seen);
                if (!unchanged.isPassed(each, question)) {
                    failing.add(each + " fails without any change; see the command test.");
                }
            } catch (KnowledgeException | EvaluationException | RejectedInputException | RequestException e) {
                failing.add(each + " fails without any change. " + CaseRunner.failure(e));
            }
            progress.accept(i + 1);
        }
        this.reach = seen.byPlace();
        if (!failing.isEmpty()) {
            cql.close();
            throw new KnowledgeException(failing);
        }
    }

    /**
     * Runs all cases once.
     *
     * @param progress number of cases that have been run
     * @throws KnowledgeException naming each defect of the content and each case that fails without a change
     */
    public static MutationRun of(Content content, List<ContentCase> cases, IntConsumer progress) throws IOException {
        return new MutationRun(content, cases, progress);
    }

    /**
     * Makes changes, several at once on a machine with several processors.
     *
     * @param each gets what became of each, in the order of the changes
     */
    public void run(List<Mutant> mutants, Consumer<Outcome> each) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Outcome>> outcomes = mutants.stream()
                    .map(mutant -> threads.submit(() -> run(mutant)))
                    .toList();
            for (Future<Outcome> outcome : outcomes) {
                each.accept(outcome.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome run(Mutant mutant) {
        List<Integer> near = near(mutant);
        if (near.isEmpty()) {
            return new Outcome(mutant, Result.NOT_REACHED, "");
        }
        Map<String, String> sources = new TreeMap<>(knowledge.cql());
        sources.computeIfPresent(mutant.library(), (name, cqlText) -> mutant.applyTo(cqlText));
        KnowledgeBase changed = knowledge.withCql(Map.copyOf(sources));
        CaseRunner runner;
        try {
            runner = unchanged.with(cql.changed(changed, fhir, store));
        } catch (KnowledgeException e) {
            return new Outcome(mutant, Result.REFUSED, "");
        }
        for (int index : near) {
            if (!runner.isPassed(cases.get(index), questions.get(index))) {
                return new Outcome(mutant, Result.NOTICED, cases.get(index).toString());
            }
        }
        return new Outcome(mutant, Result.SURVIVES, cases.get(near.get(0)).toString());
    }

    /** Indexes of the cases that reach a change, those about the rules that use it first. */
    private List<Integer> near(Mutant mutant) {
        List<Integer> reached = CaseReach.indexes(CaseReach.of(mutant, reach));
        if (reached.size() < 2) {
            return reached;
        }
        Set<String> users =
                rules.computeIfAbsent(new Definitions.Key(mutant.library(), mutant.definition()), key -> rules(mutant));
        List<Integer> ordered = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int index : reached) {
            (users.stream().anyMatch(cases.get(index)::isAbout) ? ordered : others).add(index);
        }
        ordered.addAll(others);
        return ordered;
    }

    private Set<String> rules(Mutant mutant) {
        Map<String, String> changed = new TreeMap<>(texts);
        changed.computeIfPresent(mutant.file(), (path, text) -> mutant.applyTo(text));
        return ChangedRules.between(texts, changed).rules();
    }

    @Override
    public void close() {
        cql.close();
    }
}
