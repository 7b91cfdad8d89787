package org.calcinosiscds.authoring.shortcase;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a record as a short case: gender and birth date of the patient in a line, the other resources as FHIR has them. */
public final class ShortCaseText {
    private static final String PATIENT = "Patient";
    private static final Set<String> OF_PATIENT = Set.of("resourceType", "id", "gender", "birthDate");

    private final String patient;

    private ShortCaseText(String patient) {
        this.patient = patient;
    }

    /**
     * The text of the case.
     *
     * @param expected what is expected, with the elements of {@link ShortCase#expected}
     * @param bundle the record
     * @param context what the context of the hook holds beside user and patient
     * @return empty when there is not one patient, or more is known of the patient than a short case can say
     */
    public static Optional<String> of(ObjectNode expected, ObjectNode bundle, ObjectNode context) {
        List<JsonNode> patients = resources(bundle, true);
        if (patients.size() != 1 || !OF_PATIENT.containsAll(patients.get(0).propertyNames())) {
            return Optional.empty();
        }
        JsonNode patient = patients.get(0);
        ShortCaseText writer =
                new ShortCaseText(PATIENT + "/" + patient.path("id").asString(""));
        Map<String, Object> text = new LinkedHashMap<>();
        expected.properties().forEach(each -> {
            switch (each.getKey()) {
                case "why" -> text.put("name", each.getValue().asString());
                case "rules", "cards", "no" -> {}
                default -> text.put(each.getKey(), writer.value(each.getValue()));
            }
        });
        text.put("patient", line(patient));
        List<JsonNode> others = resources(bundle, false);
        if (!others.isEmpty()) {
            text.put("resources", others.stream().map(writer::value).toList());
        }
        if (!context.isEmpty()) {
            text.put("context", writer.value(context));
        }
        for (String name : List.of("rules", "cards", "no")) {
            if (expected.has(name)) {
                text.put(name, writer.value(expected.path(name)));
            }
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setSplitLines(false);
        return Optional.of(new Yaml(options).dump(text));
    }

    private static List<JsonNode> resources(ObjectNode bundle, boolean arePatients) {
        return bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asString("").equals(PATIENT) == arePatients)
                .toList();
    }

    private static String line(JsonNode patient) {
        List<String> parts = new ArrayList<>();
        if (patient.has("gender")) {
            parts.add(patient.path("gender").asString());
        }
        if (patient.has("birthDate")) {
            parts.add("born " + patient.path("birthDate").asString());
        }
        return String.join(", ", parts);
    }

    /** As YAML has it; the patient of a short case has the id {@code patient}. */
    private Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> object = new LinkedHashMap<>();
            node.properties()
                    .forEach(each -> object.put(
                            each.getKey(),
                            each.getKey().equals("reference") && isToPatient(each.getValue())
                                    ? "Patient/patient"
                                    : value(each.getValue())));
            return object;
        }
        if (node.isArray()) {
            return node.valueStream().map(this::value).toList();
        }
        if (node.isNumber()) {
            BigDecimal number = new BigDecimal(node.asString());
            return number.scale() == 0 ? number.toBigInteger() : number;
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return node.asString();
    }

    private boolean isToPatient(JsonNode reference) {
        String text = reference.asString("");
        return text.equals(patient) || text.endsWith("/" + patient);
    }
}
