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
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.recognition.Recognition;
import org.jspecify.annotations.Nullable;

/** Whether the service would start with content in which nothing else was found: what it refuses is found here, once. */
final class StartCheck {
    private static final Pattern RESOURCE = Pattern.compile("^([A-Z]\\w+)/([\\w.-]+)\\b");
    private static final Pattern FILE = Pattern.compile("^([a-z-]+/[\\w.-]+\\.json)\\b[: ]*");
    private static final Pattern SETTING = Pattern.compile("^Setting \"([^\"]+)\"");

    private final KnowledgeLoader loader;
    private final TranslationStore store;
    private final FhirContext fhir;
    private @Nullable Loaded last;

    /** What the resources give, which an edit of CQL leaves as it is. */
    private record Loaded(ContentResources resources, KnowledgeBase knowledge, Recognition recognition) {}

    StartCheck(KnowledgeLoader loader, TranslationStore store, FhirContext fhir) {
        this.loader = loader;
        this.store = store;
        this.fhir = fhir;
    }

    /** @param resources of the texts; the same object when the texts of all resources are those of the last check */
    void run(Map<String, String> texts, ContentResources resources, List<Finding> findings) {
        try {
            Loaded loaded = last;
            if (loaded == null || loaded.resources() != resources) {
                KnowledgeBase knowledge =
                        loader.with(new Content.Texts("content", texts)).load();
                loaded = new Loaded(resources, knowledge, new Recognition(knowledge));
                last = loaded;
            }
            KnowledgeBase knowledge = loaded.knowledge().withCql(KnowledgeLoader.cql(texts));
            CqlKnowledge.check(knowledge, loaded.recognition(), fhir, store);
        } catch (KnowledgeException e) {
            e.defects().stream()
                    .distinct()
                    .map(defect -> finding(defect, texts, resources))
                    .forEach(findings::add);
        }
    }

    private static Finding finding(String defect, Map<String, String> texts, ContentResources resources) {
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
        return Finding.error(
                file, position(resources.text(file), defect), "CDS017", defect.replaceFirst(FILE.pattern(), ""));
    }

    /** Place of the longest value of the file that the defect quotes; the whole file when it quotes none. */
    private static SourcePosition position(JsonText json, String defect) {
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
