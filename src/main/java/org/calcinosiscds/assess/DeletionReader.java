package org.calcinosiscds.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;

/**
 * Reads which resources were deleted: a line is a Bundle of requests to delete them. Source: Bulk Data Access 2.0, "Response - Complete
 * Status", {@code deleted}.
 */
record DeletionReader(JsonGuard guard) {
    DeletedResources read(byte[] line) {
        JsonValue bundle;
        try {
            bundle = guard.read(line, Set.of());
        } catch (RejectedInputException e) {
            return refused(LineReader.reason(line, e));
        }
        if (!LineReader.isBundle(bundle)) {
            return refused("not-r4");
        }
        JsonValue entries = bundle.property("entry");
        List<String> patients = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonValue entry : entries == null ? List.<JsonValue>of() : entries.elements()) {
            JsonValue request = entry.property("request");
            LiteralReference deleted = request == null || !"DELETE".equals(request.textOf("method"))
                    ? null
                    : LiteralReference.of(request.textOf("url"));
            if (deleted == null) {
                return refused("not-r4");
            }
            if ("Patient".equals(deleted.type())) {
                patients.add(LiteralReference.alike(deleted.id()));
            } else {
                others.add(deleted.relative());
            }
        }
        return new DeletedResources(patients, others, null);
    }

    private static DeletedResources refused(String reason) {
        return new DeletedResources(List.of(), List.of(), reason);
    }
}
