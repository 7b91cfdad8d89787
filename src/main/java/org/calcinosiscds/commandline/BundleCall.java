package org.calcinosiscds.commandline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of patient-view made of a Bundle of one patient. Each prefetch key holds the resources of the type that its template searches
 * for; where several templates search for one type, the first has them all and the others none.
 *
 * @param request the request; null when the Bundle has not exactly one Patient with an id
 * @param notSent types of resources that no template asks for
 */
record BundleCall(@Nullable ObjectNode request, Set<String> notSent) {
    static final String HOOK = "patient-view";

    /** Found with requests that name them, by {@code _include}. */
    private static final String INCLUDED = "Medication";

    /**
     * @param prefetch templates of the service by key, such as {@code Condition?patient={{context.patientId}}}
     */
    static BundleCall of(JsonNode bundle, JsonNode prefetch) {
        List<JsonNode> resources = bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> resource.has("resourceType"))
                .toList();
        List<JsonNode> patients = ofType(resources, "Patient");
        if (patients.size() != 1 || !patients.get(0).path("id").isString()) {
            return new BundleCall(null, Set.of());
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("hook", HOOK);
        request.putObject("context")
                .put("userId", "Practitioner/example")
                .put("patientId", patients.get(0).path("id").asString());
        ObjectNode filled = request.putObject("prefetch");
        Set<String> sent = new HashSet<>();
        for (Map.Entry<String, JsonNode> template : prefetch.properties()) {
            String type = template.getValue().asString("").replaceFirst("[/?].*", "");
            if (type.equals("Patient")) {
                filled.set(template.getKey(), patients.get(0));
            } else {
                filled.set(template.getKey(), searchset(type, sent.contains(type) ? List.of() : resources));
            }
            sent.add(type);
        }
        Set<String> notSent = new TreeSet<>();
        resources.stream()
                .map(resource -> resource.path("resourceType").asString())
                .filter(type -> !sent.contains(type) && !type.equals(INCLUDED))
                .forEach(notSent::add);
        return new BundleCall(request, notSent);
    }

    private static ObjectNode searchset(String type, List<JsonNode> resources) {
        ObjectNode searchset = JsonNodeFactory.instance.objectNode();
        searchset.put("resourceType", "Bundle").put("type", "searchset");
        List<JsonNode> matches = ofType(resources, type);
        List<JsonNode> all = new ArrayList<>(matches);
        if (type.startsWith(INCLUDED)) {
            all.addAll(ofType(resources, INCLUDED));
        }
        searchset.put("total", matches.size());
        ArrayNode entries = searchset.putArray("entry");
        all.forEach(resource -> {
            ObjectNode entry = entries.addObject();
            entry.set("resource", resource);
            entry.putObject("search").put("mode", matches.contains(resource) ? "match" : "include");
        });
        return searchset;
    }

    private static List<JsonNode> ofType(List<JsonNode> resources, String type) {
        return resources.stream()
                .filter(resource -> type.equals(resource.path("resourceType").asString()))
                .toList();
    }
}
