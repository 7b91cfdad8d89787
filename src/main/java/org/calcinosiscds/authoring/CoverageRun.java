package org.calcinosiscds.authoring;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.calcinosiscds.cql.ExpressionCounts;

/** Finds out what cases evaluate. */
public final class CoverageRun extends CasesRun<ContentCase> {
    private final CaseRunner runner;
    private final ExpressionCounts counts = new ExpressionCounts();
    private volatile List<LibraryCoverage> libraries = List.of();

    public CoverageRun(CaseRunner runner, List<ContentCase> cases) {
        super(cases);
        this.runner = runner;
    }

    /** What a case evaluates before it fails is counted. */
    @Override
    void run(ContentCase each) throws IOException {
        runner.observe(each, counts);
    }

    @Override
    void finish() {
        libraries = runner.coverage(counts, NeverNullReasons.NONE);
    }

    /** What was evaluated of a library; empty when there is no such library, or the run has not come to its end. */
    public Optional<LibraryCoverage> library(String name) {
        return libraries.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
