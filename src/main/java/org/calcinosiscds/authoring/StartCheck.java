package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;

/** Whether the service would start with content in which nothing else was found: what it refuses is found here, once. */
final class StartCheck {
    private static final Pattern RESOURCE = Pattern.compile("^([A-Z]\\w+)/([\\w.-]+)\\b");
    private static final Pattern FILE = Pattern.compile("^([a-z-]+/[\\w.-]+\\.json)\\b[: ]*");
    private static final Pattern SETTING = Pattern.compile("^Setting \"([^\"]+)\"");

    private final Map<String, String> texts;
    private final ContentResources resources;

    private StartCheck(Map<String, String> texts, ContentResources resources) {
        this.texts = texts;
        this.resources = resources;
    }

    static void run(
            Map<String, String> texts,
            ContentResources resources,
            KnowledgeLoader loader,
            TranslationStore store,
            FhirContext fhir,
            List<Finding> findings) {
        StartCheck check = new StartCheck(texts, resources);
        try {
            CqlKnowledge.check(loader.with(new Content.Texts("content", texts)).load(), fhir, store);
        } catch (KnowledgeException e) {
            e.defects().stream().distinct().map(check::finding).forEach(findings::add);
        }
    }

    private Finding finding(String defect) {
        String file = "";
        Matcher resource = RESOURCE.matcher(defect);
        Matcher named = FILE.matcher(defect);
        Matcher setting = SETTING.matcher(defect);
        if (named.find()) {
            file = Content.RESOURCES + named.group(1);
        } else if (resource.find()) {
            String type = resource.group(1);
            file = Content.RESOURCES + type.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + "/" + type
                    + "-" + resource.group(2) + ".json";
        } else if (setting.find()) {
            file = texts.keySet().stream()
                    .filter(each -> each.startsWith(Content.RESOURCES + "parameters/"))
                    .filter(each -> resources.text(each).values().containsValue(setting.group(1)))
                    .findFirst()
                    .orElse("");
        }
        return Finding.error(file, position(file, defect), "CDS017", defect.replaceFirst(FILE.pattern(), ""));
    }

    /** Place of the longest value of the file that the defect quotes; the whole file when it quotes none. */
    private SourcePosition position(String file, String defect) {
        JsonText json = resources.text(file);
        for (Map.Entry<String, String> each : json.values().entrySet()) {
            String end = each.getValue().replaceFirst(".*/", "");
            if (each.getKey().endsWith(".url") && defect.contains("extension " + end + " ")) {
                return json.at(each.getKey());
            }
        }
        return json.values().entrySet().stream()
                .filter(each -> each.getValue().length() > 2 && defect.contains(each.getValue()))
                .filter(each -> !each.getKey().equals("id") && !each.getKey().equals("resourceType"))
                .max(java.util.Comparator.comparingInt(each -> each.getValue().length()))
                .map(each -> json.at(each.getKey()))
                .orElseGet(() -> json.at("kind"));
    }
}
