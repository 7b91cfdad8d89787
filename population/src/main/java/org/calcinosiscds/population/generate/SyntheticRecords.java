package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Makes up records by {@code profiles.json}: who there is, and what they have how often. */
final class SyntheticRecords {
    private final JsonNode content;
    private final String sharedPrefix;
    private final Codes codes = new Codes();
    private final Instant asOf;

    /** @param sharedNames of the resources of nobody to which those of the patient refer */
    record Patient(List<ObjectNode> resources, Collection<String> sharedNames) {}

    /** @param sharedPrefix with which ids of resources of nobody begin */
    SyntheticRecords(JsonNode content, String sharedPrefix) {
        this.content = content;
        this.sharedPrefix = sharedPrefix;
        this.asOf = Instant.parse(content.path("asOf").asText());
    }

    static JsonNode profiles() throws IOException {
        try (InputStream file = SyntheticRecords.class.getResourceAsStream("profiles.json")) {
            return CaseRecord.JSON.readTree(file);
        }
    }

    /** A patient of one of the profiles. */
    Patient patient(String id, int noise, SplittableRandom random) {
        JsonNode profile = profile(random);
        TreeSet<String> shared = new TreeSet<>();
        Template template = template(id, random, shared);
        List<ObjectNode> resources = new ArrayList<>();
        ObjectNode patient = template.fill(content.path("patient"), template.before(asOf, profile.path("daysOld")));
        patient.put("id", id);
        resources.add(patient);
        for (JsonNode group : profile.path("groups")) {
            for (JsonNode each : content.at("/groups/" + group.asText())) {
                add(each, template, resources);
            }
        }
        JsonNode kinds = content.at("/noise/resources");
        for (int i = 0; i < noise; i++) {
            resources.add(template.fill(
                    kinds.get(random.nextInt(kinds.size())), template.before(asOf, content.at("/noise/daysAgo"))));
        }
        for (int i = 1; i < resources.size(); i++) {
            resources.get(i).put("id", id + "-" + i);
        }
        return new Patient(resources, shared);
    }

    private JsonNode profile(SplittableRandom random) {
        int all = 0;
        for (JsonNode profile : content.path("profiles")) {
            all += profile.path("weight").asInt();
        }
        int chosen = random.nextInt(all);
        for (JsonNode profile : content.path("profiles")) {
            chosen -= profile.path("weight").asInt();
            if (chosen < 0) {
                return profile;
            }
        }
        throw new IllegalStateException("Weights are positive.");
    }

    /** Things of one time, such as results of one sample, some times over. */
    private void add(JsonNode event, Template template, List<ObjectNode> resources) {
        if (!template.happens(event.path("chance"))) {
            return;
        }
        int times = event.has("times") ? template.whole(event.get("times")) : 1;
        for (int i = 0; i < times; i++) {
            Instant time = template.before(asOf, event.path("daysAgo"));
            for (JsonNode each : event.path("resources")) {
                if (template.happens(each.path("chance"))) {
                    resources.add(template.fill(each.path("resource"), time));
                }
            }
        }
    }

    /** One resource of today, such as a flawed one. */
    ObjectNode resource(String id, JsonNode resource, SplittableRandom random) {
        ObjectNode filled = template(id, random, new TreeSet<>()).fill(resource, asOf);
        filled.put("id", id);
        return filled;
    }

    /** All resources of nobody. */
    Collection<String> sharedNames() {
        TreeSet<String> names = new TreeSet<>();
        content.path("shared").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Resources of nobody, with those to which they refer. */
    List<ObjectNode> shared(Collection<String> names, SplittableRandom random) {
        List<ObjectNode> resources = new ArrayList<>();
        for (String name : names) {
            resources.add(resource(sharedPrefix + name, content.path("shared").path(name), random));
        }
        return resources;
    }

    private Template template(String id, SplittableRandom random, TreeSet<String> shared) {
        return new Template(content.path("parts"), codes, random, id, sharedPrefix, shared);
    }
}
