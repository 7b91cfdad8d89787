package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Locale;

/** Results in the XML of JUnit, as build servers read it: a test case for each case, of the class {@code hook.topic}. */
public final class JunitReport {
    private JunitReport() {}

    public static String of(List<CaseResult> results) {
        long failures = results.stream().filter(each -> !each.isPassed()).count();
        double seconds = results.stream().mapToDouble(CaseResult::seconds).sum();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"cases\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"%.3f\">%n",
                results.size(),
                failures,
                seconds));
        for (CaseResult each : results) {
            xml.append(String.format(
                    Locale.ROOT,
                    "  <testcase classname=\"%s.%s\" name=\"%s\" time=\"%.3f\"",
                    escaped(each.of().hook()),
                    escaped(each.of().topic()),
                    escaped(each.of().name()),
                    each.seconds()));
            if (each.isPassed()) {
                xml.append("/>\n");
            } else {
                xml.append(">\n    <failure message=\"")
                        .append(escaped(each.differences().get(0)))
                        .append("\">")
                        .append(escaped(String.join("\n", each.differences())))
                        .append("</failure>\n  </testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?");
    }
}
