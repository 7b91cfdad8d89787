package org.calcinosiscds.content;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.KnownConcepts;
import org.calcinosiscds.terminology.KnownConcepts.KnownConcept;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The CodeSystem of orderables and the ActivityDefinition of each. */
final class OrderFiles {
    private static final String BASE = "https://calcinosis-cds.org/fhir/";
    static final String ONCE = "36500";

    private final List<Orderable> orderables;
    private final KnownConcepts concepts;

    OrderFiles(List<Orderable> orderables, KnownConcepts concepts) {
        this.orderables = orderables;
        this.concepts = concepts;
    }

    /**
     * Text of each file, by path in {@code fhir-resources}.
     *
     * @param head the CodeSystem without its concepts
     * @throws KnowledgeException when a code is not in the table of codes
     */
    Map<String, String> texts(String head) {
        Map<String, String> texts = new TreeMap<>();
        texts.put("code-system/CodeSystem-orderable.json", JsonFile.text(codeSystem(head)));
        for (Orderable order : orderables) {
            String id = order.id().toLowerCase(Locale.ROOT);
            texts.put("activity-definition/ActivityDefinition-" + id + ".json", JsonFile.text(activity(order, id)));
        }
        return texts;
    }

    private ObjectNode codeSystem(String head) {
        ObjectNode system = ((ObjectNode) JsonFile.read(head)).put("count", orderables.size());
        ArrayNode listed = system.putArray("concept");
        orderables.forEach(order -> listed.addObject().put("code", order.id()).put("display", order.title()));
        return system;
    }

    private ObjectNode activity(Orderable order, String id) {
        boolean isMedicine = order.kind() == Orderable.Kind.MEDICINE;
        ObjectNode activity = resource("ActivityDefinition", id, order.name(), order.title());
        activity.put("description", description(order))
                .put("kind", isMedicine ? "MedicationRequest" : "ServiceRequest");
        if (!isMedicine) {
            code(activity.putObject("code"), order);
        }
        activity.put("intent", "order").put("priority", "routine");
        if (isMedicine) {
            code(activity.putObject("productCodeableConcept"), order);
            activity.putArray("dosage").addObject().putObject("route").put("text", "oral");
        }
        return activity;
    }

    private void code(ObjectNode concept, Orderable order) {
        if (!order.code().isEmpty()) {
            KnownConcept known = concepts.find(order.code())
                    .orElseThrow(
                            () -> order.row()
                                    .refusal(
                                            "There is no " + order.code()
                                                    + " in src/terminology/codes.csv: add it there, with its sources, or correct the code."));
            concept.putArray("coding")
                    .addObject()
                    .put("system", known.system())
                    .put("code", known.code())
                    .put("display", known.display());
        }
        concept.put("text", order.ordered());
    }

    private static String description(Orderable order) {
        if (order.kind() == Orderable.Kind.MEDICINE) {
            return order.description();
        }
        StringBuilder text = new StringBuilder(order.words().opening());
        text.append(text.isEmpty() ? "" : ": ").append(order.ordered()).append('.');
        text.append(
                        order.window().equals(ONCE)
                                ? " Not suggested again once done or ordered"
                                : " Not suggested when done or ordered within ")
                .append(order.window().equals(ONCE) ? "" : days(order))
                .append(order.windowNote().isEmpty() || order.windowNote().matches("[,;].*") ? "" : " ")
                .append(order.windowNote())
                .append('.');
        if (order.code().isEmpty()) {
            text.append(" No code is known: the order is text.");
        } else if (order.isBroader()) {
            text.append(" The code is broader than the order, so the text is part of it.");
        }
        return (text + " " + order.description()).strip();
    }

    /** A window that depends on the patient is a year for most. */
    private static String days(Orderable order) {
        return (order.window().startsWith("=") ? "365" : order.window()) + " d";
    }

    private static ObjectNode resource(String type, String id, String name, String title) {
        return ((ObjectNode) JsonFile.read("{}"))
                .put("resourceType", type)
                .put("id", id)
                .put("url", BASE + type + "/" + id)
                .put("version", "0.1.0")
                .put("name", name)
                .put("title", title)
                .put("status", "active")
                .put("experimental", false)
                .put("date", JsonFile.DATE)
                .put("publisher", "Calcinosis CDS");
    }
}
