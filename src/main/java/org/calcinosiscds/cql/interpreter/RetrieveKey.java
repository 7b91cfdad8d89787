package org.calcinosiscds.cql.interpreter;

import org.jspecify.annotations.Nullable;

/**
 * One kind of retrieve; equal retrieves of different expressions share a key.
 *
 * @param position in the values of an evaluation
 * @param path element that is compared with the codes; null for all resources of the type
 * @param valueSet canonical; null when there are other codes or none
 */
record RetrieveKey(
        int position,
        String type,
        @Nullable String path,
        @Nullable String valueSet) {}
