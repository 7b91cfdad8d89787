package org.calcinosiscds.cases;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same resources in another order, more than once, or under other ids. */
final class Rearrangements {
    private Rearrangements() {}

    static PatientCase shuffled(PatientCase patient) {
        List<JsonNode> entries = new ArrayList<>(entries(patient).valueStream().toList());
        Collections.shuffle(entries, new Random(patient.name().hashCode()));
        List<JsonNode> ordered = inContextFirst(entries, patient.patientId());
        entries(patient).removeAll().addAll(ordered);
        return patient;
    }

    static PatientCase repeated(PatientCase patient) {
        List<JsonNode> copies =
                entries(patient).valueStream().map(JsonNode::deepCopy).toList();
        entries(patient).addAll(copies);
        return patient;
    }

    static PatientCase renamed(PatientCase patient) {
        Map<String, String> names = new HashMap<>();
        for (JsonNode resource : patient.resources()) {
            String type = resource.path("resourceType").asString();
            String id = resource.path("id").asString();
            names.put(type + "/" + id, type + "/" + newId(type + id));
            ((ObjectNode) resource).put("id", newId(type + id));
        }
        entries(patient).forEach(entry -> rename((ObjectNode) entry, "fullUrl", names));
        References.in(patient.bundle()).forEach(reference -> rename(reference, "reference", names));
        PatientCase renamed = patient.with(
                patient.bundle(), patient.expected(), patient.context().deepCopy());
        References.in(renamed.context()).forEach(reference -> rename(reference, "reference", names));
        renamed.context().findParents("resourceType").forEach(resource -> renameId((ObjectNode) resource, names));
        renameNamed(renamed.context(), names);
        return renamed;
    }

    /** The context names its encounter by id and its selections by reference. */
    private static void renameNamed(ObjectNode context, Map<String, String> names) {
        String encounter = names.get("Encounter/" + context.path("encounterId").asString(""));
        if (encounter != null) {
            context.put("encounterId", encounter.substring("Encounter/".length()));
        }
        if (context.has("selections")) {
            List<String> selections = Json.strings(context.path("selections")).toList();
            ArrayNode renamed = context.putArray("selections");
            selections.forEach(selection -> renamed.add(names.getOrDefault(selection, selection)));
        }
    }

    /** What the user is editing is in the context under the id that it has in the record. */
    private static void renameId(ObjectNode resource, Map<String, String> names) {
        String type = resource.path("resourceType").asString() + "/";
        String newName = names.get(type + resource.path("id").asString(""));
        if (newName != null) {
            resource.put("id", newName.substring(type.length()));
        }
    }

    static ArrayNode entries(PatientCase patient) {
        return patient.bundle().withArray("entry");
    }

    private static String newId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void rename(ObjectNode node, String property, Map<String, String> names) {
        String old = node.path(property).asString("");
        names.forEach((name, newName) -> {
            if (old.equals(name) || old.endsWith("/" + name)) {
                node.put(property, old.substring(0, old.length() - name.length()) + newName);
            }
        });
    }

    /** A case is about the first Patient of its Bundle, so that one stays ahead of other Patients. */
    private static List<JsonNode> inContextFirst(List<JsonNode> entries, String patientId) {
        List<JsonNode> ordered = new ArrayList<>(entries);
        ordered.removeIf(entry -> isOtherPatient(entry.path("resource"), patientId));
        entries.stream()
                .filter(entry -> isOtherPatient(entry.path("resource"), patientId))
                .forEach(ordered::add);
        return ordered;
    }

    private static boolean isOtherPatient(JsonNode resource, String patientId) {
        return resource.path("resourceType").asString().equals("Patient")
                && !resource.path("id").asString().equals(patientId);
    }
}
