package org.calcinosiscds.authoring;

import java.util.List;

/**
 * What was seen of some points, counted.
 *
 * @param required truth values count twice: true and false
 */
public record CoverageTotals(int definitions, int evaluatedDefinitions, long required, long seen) {
    public static CoverageTotals of(List<LibraryCoverage> libraries) {
        List<LibraryCoverage.Definition> definitions =
                libraries.stream().flatMap(each -> each.definitions().stream()).toList();
        return new CoverageTotals(
                definitions.size(),
                (int) definitions.stream().filter(each -> each.evaluated() > 0).count(),
                definitions.stream()
                        .flatMap(each -> each.points().stream())
                        .mapToLong(CoveragePoint::required)
                        .sum(),
                definitions.stream()
                        .flatMap(each -> each.points().stream())
                        .mapToLong(CoveragePoint::seen)
                        .sum());
    }

    /** 100 only when everything was seen. */
    public double percent() {
        return required == 0 ? 100 : Math.floor(1000.0 * seen / required) / 10;
    }
}
