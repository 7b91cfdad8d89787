package org.calcinosiscds.authoring;

import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.calcinosiscds.cql.ExpressionCounts;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/** Finds out what cases evaluate. */
public final class CoverageRun extends CasesRun<ContentCase> {
    private final CaseRunner runner;
    private final ExpressionCounts counts = new ExpressionCounts();
    private final CaseReach reach = new CaseReach();
    private final List<ContentCase> cases;
    private int next;
    private volatile List<LibraryCoverage> libraries = List.of();
    private volatile Map<String, BitSet> reached = Map.of();

    /**
     * An expression that was not seen as it ought to be.
     *
     * @param nearest the case from which one can be made that shows it: one that evaluates it, or else what is around it or uses it, as
     *     {@code patient-view/CC-010/a-name}; empty when none does
     */
    public record Gap(CoveragePoint point, String nearest) {}

    public CoverageRun(CaseRunner runner, List<ContentCase> cases) {
        super(cases);
        this.runner = runner;
        this.cases = List.copyOf(cases);
    }

    /** What a case evaluates before it fails is counted. */
    @Override
    void run(ContentCase each) throws IOException {
        reach.begin(next++);
        runner.observe(each, new BothListeners(counts, reach));
    }

    @Override
    void finish() {
        reached = reach.byPlace();
        libraries = runner.coverage(counts, NeverNullReasons.NONE);
    }

    /** What was evaluated of a library; empty when there is no such library, or the run has not come to its end. */
    public Optional<LibraryCoverage> library(String name) {
        return libraries.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** What the cases leave open in a library, in the order of the text; none until the run has come to its end. */
    public List<Gap> gaps(String name) {
        return library(name).stream()
                .flatMap(library -> library.definitions().stream()
                        .flatMap(definition -> definition.points().stream()
                                .filter(point -> !point.isComplete())
                                .map(point -> new Gap(point, nearest(library, definition, point)))))
                .toList();
    }

    private String nearest(LibraryCoverage library, LibraryCoverage.Definition definition, CoveragePoint point) {
        Stream<CoveragePoint> around = definition.points().stream()
                .filter(each -> each.contains(point))
                .sorted(Comparator.comparing(CoveragePoint::start).reversed());
        Stream<CoveragePoint> users = library.definitions().stream()
                .filter(each -> each.uses().contains(definition.name()))
                .flatMap(each -> each.points().stream().limit(1));
        return Stream.concat(around, users)
                .map(each -> reached.getOrDefault(library.name() + " " + each.locator(), new BitSet()))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .map(each -> cases.get(each.nextSetBit(0)).toString())
                .orElse("");
    }

    /** Two that see the same evaluation. */
    private record BothListeners(EvaluationListener one, EvaluationListener other) implements EvaluationListener {
        @Override
        public void started(Library library, Expression expression) {
            one.started(library, expression);
            other.started(library, expression);
        }

        @Override
        public void finished(Library library, Expression expression, @Nullable Object value) {
            one.finished(library, expression, value);
            other.finished(library, expression, value);
        }
    }
}
