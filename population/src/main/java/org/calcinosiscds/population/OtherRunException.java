package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folder holds a run that is made of something else, which cannot be gone on with. */
final class OtherRunException extends RuntimeException {
    private OtherRunException(List<String> different) {
        super("The run in this folder was made with other values of " + String.join(", ", different) + ".");
    }

    /** @throws OtherRunException naming the options whose values differ, or whose files do */
    static void requireSame(JsonNode before, JsonNode now) {
        List<String> different = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : now.properties()) {
            // As text: a number that was read from a file is of another class than the same one that was counted.
            if (!each.getValue().toString().equals(before.path(each.getKey()).toString())) {
                different.add(each.getKey());
            }
        }
        if (!different.isEmpty()) {
            throw new OtherRunException(different);
        }
    }
}
