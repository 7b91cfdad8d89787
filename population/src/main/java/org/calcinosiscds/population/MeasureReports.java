package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.assess.AssessedRules;
import org.calcinosiscds.assess.AssessedRules.Rule;

/**
 * A Bundle with a Measure and a summary MeasureReport for each rule. The words of the Measures are those of the content, in the frame of
 * {@code measure.json}.
 *
 * @param asOf moment of the assessment
 */
record MeasureReports(AssessedRules rules, String asOf, SmallCounts small) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MARK = Pattern.compile("\\{(\\w+)\\}");
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private static final int SCORE_DIGITS = 6;

    /** @param counts of patients by rule and stratum */
    ObjectNode of(StratifiedCounts counts) throws IOException {
        ObjectNode bundle =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "collection");
        bundle.put("timestamp", asOf);
        ArrayNode entries = bundle.putArray("entry");
        for (Rule rule : rules.rules()) {
            ObjectNode measure = measure(rule);
            add(entries, measure, measure.path("url").asText());
            ObjectNode report = report(rule, measure, counts);
            add(entries, report, "urn:uuid:" + report.path("id").asText());
        }
        return bundle;
    }

    private static void add(ArrayNode entries, ObjectNode resource, String fullUrl) {
        entries.addObject().put("fullUrl", fullUrl).set("resource", resource);
    }

    private ObjectNode measure(Rule rule) throws IOException {
        String plan = rules.plan();
        String url = plan.substring(0, plan.indexOf('|'));
        String id = url.substring(url.lastIndexOf('/') + 1) + "-" + rule.id();
        Map<String, String> words = new TreeMap<>(Map.of(
                "id", id.length() > 64 ? rule.id() : id,
                "base", url.replaceFirst("/PlanDefinition/.*", ""),
                "version", plan.substring(plan.indexOf('|') + 1),
                "rule", rule.id(),
                "title", rule.title(),
                "definition", rule.definition().isEmpty() ? rule.title() : rule.definition(),
                "plan", plan,
                "planTitle", rules.title(),
                "library", rules.library(),
                "expression", rules.expression()));
        try (InputStream template = MeasureReports.class.getResourceAsStream("measure.json")) {
            JsonNode filled = filled(JSON.readTree(Objects.requireNonNull(template)), words);
            return (ObjectNode) filled;
        }
    }

    private static JsonNode filled(JsonNode node, Map<String, String> words) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> each.setValue(filled(each.getValue(), words)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, filled(array.get(i), words));
            }
        } else if (node instanceof TextNode text) {
            return TextNode.valueOf(MARK.matcher(text.asText())
                    .replaceAll(mark -> Matcher.quoteReplacement(words.getOrDefault(mark.group(1), mark.group()))));
        }
        return node;
    }

    private ObjectNode report(Rule rule, JsonNode measure, StratifiedCounts counts) {
        String canonical =
                measure.path("url").asText() + "|" + measure.path("version").asText();
        ObjectNode report = JSON.createObjectNode().put("resourceType", "MeasureReport");
        // The same report of the same rule for the same moment has the same id.
        report.put(
                "id",
                UUID.nameUUIDFromBytes((canonical + ' ' + asOf).getBytes(StandardCharsets.UTF_8))
                        .toString());
        report.put("status", "complete").put("type", "summary").put("measure", canonical);
        report.put("date", asOf);
        report.putObject("period").put("start", asOf).put("end", asOf);
        JsonNode measured = measure.path("group").path(0);
        ObjectNode group = report.putArray("group").addObject();
        Map<String, Long> whole = counts.of(rule.id());
        populations(group, measured, whole, Set.of());
        for (int i = 0; i < StratifiedCounts.STRATIFIERS.size(); i++) {
            ObjectNode stratifier = group.withArray("stratifier").addObject();
            stratifier.putArray("code").add(measured.path("stratifier").path(i).path("code"));
            strata(stratifier, measured, counts.of(rule.id(), StratifiedCounts.STRATIFIERS.get(i)));
        }
        return report;
    }

    /** @param counts by stratum and population */
    private void strata(ObjectNode stratifier, JsonNode measured, Map<String, Map<String, Long>> counts) {
        Map<String, Set<String>> hidden = new TreeMap<>();
        for (String population : StratifiedCounts.POPULATIONS) {
            Map<String, Long> parts = new TreeMap<>();
            counts.forEach((stratum, numbers) -> parts.put(stratum, numbers.getOrDefault(population, 0L)));
            small.hidden(parts)
                    .forEach(stratum -> hidden.computeIfAbsent(stratum, name -> new TreeSet<>())
                            .add(population));
        }
        counts.forEach((stratum, numbers) -> {
            ObjectNode part = stratifier.withArray("stratum").addObject();
            part.putObject("value").put("text", stratum);
            populations(part, measured, numbers, hidden.getOrDefault(stratum, Set.of()));
        });
    }

    private void populations(ObjectNode part, JsonNode measured, Map<String, Long> counts, Set<String> hidden) {
        boolean isScored = true;
        for (JsonNode population : measured.path("population")) {
            String code =
                    population.path("code").path("coding").path(0).path("code").asText();
            long count = counts.getOrDefault(code, 0L);
            ObjectNode counted = part.withArray("population").addObject();
            counted.set("code", population.path("code"));
            if (hidden.contains(code) || small.isHidden(count)) {
                counted.set("_count", absent("masked"));
                isScored = isScored && code.equals("initial-population");
            } else {
                counted.put("count", count);
            }
        }
        long denominator = counts.getOrDefault("denominator", 0L);
        if (isScored && denominator > 0) {
            part.putObject("measureScore")
                    .put(
                            "value",
                            BigDecimal.valueOf(counts.getOrDefault("numerator", 0L))
                                    .divide(BigDecimal.valueOf(denominator), SCORE_DIGITS, RoundingMode.HALF_UP));
        } else {
            part.set("measureScore", absent(isScored ? "not-applicable" : "masked"));
        }
    }

    private static ObjectNode absent(String reason) {
        ObjectNode element = JSON.createObjectNode();
        element.putArray("extension").addObject().put("url", ABSENT).put("valueCode", reason);
        return element;
    }
}
