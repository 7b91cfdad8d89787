package org.calcinosiscds.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Several cases in one record: the first patient has all that the others have, too. Nobody wrote down what must be said. */
public final class Combination {
    private Combination() {}

    public static PatientCase of(List<PatientCase> cases) {
        PatientCase first = cases.get(0);
        PatientCase whole = new PatientCase(
                first.folder(),
                cases.stream().map(PatientCase::name).collect(Collectors.joining(" + ")),
                first.bundle().deepCopy(),
                first.expected(),
                first.context());
        for (int i = 1; i < cases.size(); i++) {
            add(whole, cases.get(i), "n" + i + "-");
        }
        return whole;
    }

    private static void add(PatientCase whole, PatientCase more, String prefix) {
        PatientCase copy = more.with(more.bundle().deepCopy());
        Map<String, String> names = new HashMap<>();
        List<JsonNode> added = new ArrayList<>();
        for (JsonNode resource : copy.resources()) {
            String type = resource.path("resourceType").asString();
            String id = resource.path("id").asString();
            boolean inContext = type.equals("Patient") && id.equals(copy.patientId());
            String newId = inContext ? whole.patientId() : prefix + id;
            names.put(type + "/" + id, type + "/" + newId);
            ((ObjectNode) resource).put("id", newId);
            if (!inContext) {
                added.add(resource);
            }
        }
        References.in(copy.bundle()).forEach(reference -> {
            String old = reference.path("reference").asString("").replaceFirst("^.*/(?=[A-Z][A-Za-z]+/[^/]+$)", "");
            if (names.containsKey(old)) {
                reference.put("reference", names.get(old));
            }
        });
        added.forEach(resource -> whole.bundle().withArray("entry").addObject().set("resource", resource));
    }
}
