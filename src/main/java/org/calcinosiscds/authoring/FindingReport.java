package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Findings of a check as other programs read them: SARIF 2.1.0 for code scanners and editors, JUnit for build servers. */
public final class FindingReport {
    private static final JsonMapper JSON = new JsonMapper();

    private FindingReport() {}

    /** A log with one run, and a rule for each code that is reported. */
    public static String sarif(List<Finding> findings) {
        ObjectNode log = JSON.createObjectNode()
                .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "cds check");
        rules(driver.putArray("rules"), findings);
        ArrayNode results = run.putArray("results");
        findings.forEach(finding -> result(results.addObject(), finding));
        return log.toPrettyString() + "\n";
    }

    private static void rules(ArrayNode rules, List<Finding> findings) {
        TreeSet<String> codes = new TreeSet<>();
        findings.forEach(finding -> codes.add(finding.code()));
        for (String code : codes) {
            ObjectNode rule = rules.addObject().put("id", code);
            Explanations.of(code).ifPresent(page -> {
                rule.putObject("shortDescription")
                        .put("text", page.lines().findFirst().orElse("").replaceFirst("^#+ *", ""));
                rule.putObject("help").put("text", page);
            });
        }
    }

    private static void result(ObjectNode result, Finding finding) {
        result.put("ruleId", finding.code()).put("level", level(finding));
        result.putObject("message").put("text", finding.message());
        if (finding.file().isEmpty()) {
            return;
        }
        ObjectNode location = result.putArray("locations").addObject();
        if (!finding.path().isEmpty()) {
            location.putArray("logicalLocations").addObject().put("fullyQualifiedName", finding.path());
        }
        ObjectNode place = location.putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", finding.file());
        if (finding.line() > 0) {
            ObjectNode region = place.putObject("region").put("startLine", finding.line());
            if (finding.column() > 0) {
                region.put("startColumn", finding.column());
            }
        }
    }

    /** A failed test case for each finding, of the class that its code names; one that passed when there is none. */
    public static String junit(List<Finding> findings) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"check\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\">%n",
                Math.max(1, findings.size()),
                findings.size()));
        if (findings.isEmpty()) {
            xml.append("  <testcase classname=\"check\" name=\"content\"/>\n");
        }
        for (Finding finding : findings) {
            String place = finding.file() + ":" + finding.line() + ":" + finding.column();
            xml.append(String.format(
                    Locale.ROOT,
                    "  <testcase classname=\"%s\" name=\"%s\">%n    <failure type=\"%s\" message=\"%s\"/>%n  </testcase>%n",
                    finding.code(),
                    JunitReport.escaped(place),
                    level(finding),
                    JunitReport.escaped(finding.message())));
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String level(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }
}
