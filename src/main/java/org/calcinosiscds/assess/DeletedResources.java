package org.calcinosiscds.assess;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resources that a line of an export says were deleted.
 *
 * @param patients keys of Patients
 * @param others type and id of other resources, such as {@code Observation/1}
 * @param reason why the line is not understood: {@code not-utf8}, {@code not-json}, {@code too-long}, {@code not-r4}; null when it is
 */
public record DeletedResources(
        List<String> patients,
        List<String> others,
        @Nullable String reason) {}
