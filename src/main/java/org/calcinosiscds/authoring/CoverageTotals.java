package org.calcinosiscds.authoring;

import java.util.List;

/**
 * What was seen of some points, counted.
 *
 * @param wanted truth values count twice: true and false
 */
public record CoverageTotals(int definitions, int evaluatedDefinitions, long wanted, long seen) {
    public static CoverageTotals of(List<LibraryCoverage> libraries) {
        List<LibraryCoverage.Definition> definitions =
                libraries.stream().flatMap(each -> each.definitions().stream()).toList();
        return new CoverageTotals(
                definitions.size(),
                (int) definitions.stream().filter(each -> each.evaluated() > 0).count(),
                definitions.stream()
                        .flatMap(each -> each.points().stream())
                        .mapToLong(CoveragePoint::wanted)
                        .sum(),
                definitions.stream()
                        .flatMap(each -> each.points().stream())
                        .mapToLong(CoveragePoint::seen)
                        .sum());
    }

    /** 100 only when everything was seen. */
    public double percent() {
        return wanted == 0 ? 100 : Math.floor(1000.0 * seen / wanted) / 10;
    }
}
