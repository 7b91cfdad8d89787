package org.calcinosiscds.authoring;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.calcinosiscds.cql.ExpressionCounts;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;

/** Evaluates cases one after the other while others read how far it is; then tells what they have evaluated. */
public final class CoverageRun implements Runnable {
    private final CaseRunner runner;
    private final List<ContentCase> cases;
    private volatile int done;
    private volatile int unanswered;
    private volatile boolean isStopped;
    private volatile boolean isEnded;
    private volatile @Nullable List<LibraryCoverage> libraries;

    public CoverageRun(CaseRunner runner, List<ContentCase> cases) {
        this.runner = runner;
        this.cases = cases;
    }

    @Override
    public void run() {
        try {
            ExpressionCounts counts = new ExpressionCounts();
            int failed = 0;
            for (int index = 0; index < cases.size() && !isStopped; index++) {
                try {
                    runner.observe(cases.get(index), counts);
                } catch (KnowledgeException | OverloadedException | IOException e) {
                    unanswered = ++failed;
                }
                done = index + 1;
            }
            if (!isStopped) {
                libraries = runner.coverage(counts, NeverNullReasons.NONE);
            }
        } finally {
            isEnded = true;
        }
    }

    /** Ends it before the next case. */
    public void stop() {
        isStopped = true;
    }

    public int cases() {
        return cases.size();
    }

    public int done() {
        return done;
    }

    /** Cases that could not be read or answered: what they evaluated before they failed is counted. */
    public int unanswered() {
        return unanswered;
    }

    public boolean isEnded() {
        return isEnded;
    }

    /** What was evaluated of a library; empty when there is no such library, or the run has not come to its end. */
    public Optional<LibraryCoverage> library(String name) {
        List<LibraryCoverage> all = libraries;
        return all == null
                ? Optional.empty()
                : all.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
