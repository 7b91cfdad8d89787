package org.calcinosiscds.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The unsaved resources of a case, drafts and new problems, written in another way. */
public final class RewrittenDrafts {
    private RewrittenDrafts() {}

    /** The same under other ids, as another session of the EHR gives them. */
    public static PatientCase renamed(PatientCase patient) {
        Map<String, String> references = new TreeMap<>();
        PatientCase renamed = rewritten(patient, resource -> {
            String type = resource.path("resourceType").asString();
            String id = resource.path("id").asString();
            if (!id.isEmpty() && !type.equals("Medication")) {
                references.put(type + "/" + id, type + "/another-" + id);
                resource.put("id", "another-" + id);
            }
        });
        JsonNode selections = renamed.context().path("selections");
        if (selections instanceof ArrayNode array) {
            List<String> others = Json.strings(selections)
                    .map(each -> references.getOrDefault(each, each))
                    .toList();
            array.removeAll();
            others.forEach(array::add);
        }
        return renamed;
    }

    /** Something else under the same ids: each code and word of what is ordered is another. */
    public static PatientCase ofSomethingElse(PatientCase patient) {
        return rewritten(patient, resource -> {
            for (String element : List.of("code", "medicationCodeableConcept")) {
                if (resource.path(element) instanceof ObjectNode concept) {
                    concept.findParents("code").forEach(coding -> append((ObjectNode) coding, "code"));
                    concept.findParents("display").forEach(coding -> append((ObjectNode) coding, "display"));
                    concept.findParents("text").forEach(text -> append((ObjectNode) text, "text"));
                }
            }
            if (resource.has("medicationReference")) {
                resource.remove("medicationReference");
                resource.putObject("medicationCodeableConcept").put("text", "something else");
            }
        });
    }

    /** The same for one more reason. */
    public static PatientCase forAnotherReason(PatientCase patient) {
        return rewritten(
                patient,
                resource -> resource.withArrayProperty("reasonCode").addObject().put("text", "another reason"));
    }

    private static void append(ObjectNode parent, String name) {
        if (parent.path(name).isString()) {
            parent.put(name, parent.path(name).asString() + "-else");
        }
    }

    private static PatientCase rewritten(PatientCase patient, Consumer<ObjectNode> change) {
        ObjectNode context = patient.context().deepCopy();
        List<ObjectNode> unsaved = new ArrayList<>();
        for (String bundle : List.of("draftOrders", "conditions")) {
            context.path(bundle).path("entry").forEach(entry -> unsaved.add((ObjectNode) entry.path("resource")));
        }
        unsaved.forEach(change);
        return patient.with(patient.bundle(), patient.expected(), context);
    }
}
