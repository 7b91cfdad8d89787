package org.calcinosiscds.cases;

import java.util.List;
import org.calcinosiscds.authoring.CaseJson;
import tools.jackson.databind.node.ObjectNode;

/** How {@code expected.json} is written: in the order in which a person reads it, without anything empty. */
final class ExpectedFile {
    private static final List<String> ORDER =
            List.of("why", "asOf", "scenario", "user", "parameters", "patient", "product", "types", "rules", "cards");

    private ExpectedFile() {}

    /** Text of the file of a case, with the line that says who the patient is. */
    static String text(PatientCase patient) {
        ObjectNode given = (ObjectNode) patient.expected().deepCopy();
        given.put("patient", PatientLine.of(patient));
        ObjectNode ordered = given.objectNode();
        ORDER.forEach(name -> {
            if (given.has(name)) {
                ordered.set(name, given.remove(name));
            }
        });
        if (!given.isEmpty()) {
            throw new IllegalStateException(patient + ": unknown in expected.json: " + given.propertyNames() + ".");
        }
        return CaseJson.text(ordered);
    }
}
