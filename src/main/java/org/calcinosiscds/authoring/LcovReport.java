package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Coverage in the format of LCOV, as {@code genhtml} and build servers read it. A definition is a function; a line counts as often as
 * the expression on it that was evaluated most; each expression is a branch, a truth value two: true and false. So lines and
 * branches are complete exactly when every point is.
 */
public final class LcovReport {
    private LcovReport() {}

    public static String of(List<LibraryCoverage> libraries) {
        StringBuilder report = new StringBuilder();
        for (LibraryCoverage library : libraries) {
            report.append("TN:\nSF:").append(library.file()).append('\n');
            functions(library, report);
            branches(library, report);
            lines(library, report);
            report.append("end_of_record\n");
        }
        return report.toString();
    }

    /** Functions of one name are told apart by their lines. */
    private static void functions(LibraryCoverage library, StringBuilder report) {
        Map<Integer, LibraryCoverage.Definition> byLine = new TreeMap<>();
        library.definitions().forEach(each -> byLine.put(each.start().line(), each));
        long hit = 0;
        StringBuilder counts = new StringBuilder();
        for (Map.Entry<Integer, LibraryCoverage.Definition> each : byLine.entrySet()) {
            String name = each.getValue().name().replace(',', ' ') + " (line " + each.getKey() + ")";
            report.append("FN:").append(each.getKey()).append(',').append(name).append('\n');
            counts.append("FNDA:")
                    .append(each.getValue().evaluated())
                    .append(',')
                    .append(name)
                    .append('\n');
            hit += each.getValue().evaluated() > 0 ? 1 : 0;
        }
        report.append(counts);
        report.append("FNF:").append(byLine.size()).append("\nFNH:").append(hit).append('\n');
    }

    private static void branches(LibraryCoverage library, StringBuilder report) {
        Map<Integer, Integer> blocks = new TreeMap<>();
        long found = 0;
        long hit = 0;
        for (CoveragePoint point : library.points()) {
            int block = blocks.merge(point.start().line(), 1, Integer::sum) - 1;
            long[] taken =
                    point.isTruth() ? new long[] {point.isTrue(), point.isFalse()} : new long[] {point.evaluated()};
            for (int branch = 0; branch < taken.length; branch++) {
                report.append("BRDA:")
                        .append(point.start().line())
                        .append(',')
                        .append(block)
                        .append(',')
                        .append(branch)
                        .append(',')
                        .append(point.evaluated() == 0 ? "-" : Long.toString(taken[branch]))
                        .append('\n');
                found++;
                hit += taken[branch] > 0 ? 1 : 0;
            }
        }
        report.append("BRF:").append(found).append("\nBRH:").append(hit).append('\n');
    }

    private static void lines(LibraryCoverage library, StringBuilder report) {
        Map<Integer, Long> lines = new TreeMap<>();
        library.points().forEach(point -> lines.merge(point.start().line(), point.evaluated(), Math::max));
        lines.forEach((line, count) ->
                report.append("DA:").append(line).append(',').append(count).append('\n'));
        report.append("LF:")
                .append(lines.size())
                .append("\nLH:")
                .append(lines.values().stream().filter(count -> count > 0).count())
                .append('\n');
    }
}
