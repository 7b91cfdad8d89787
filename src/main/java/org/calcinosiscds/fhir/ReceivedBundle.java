package org.calcinosiscds.fhir;

import java.util.List;

/**
 * The resources of one Bundle, or a single resource that came in place of one.
 *
 * @param resources without OperationOutcomes; Bundles in the Bundle are unpacked
 * @param partial whether more pages exist
 * @param failed whether an OperationOutcome says that it could not be read
 */
public record ReceivedBundle(List<ReceivedResource> resources, boolean partial, boolean failed) {
    public static final ReceivedBundle EMPTY = new ReceivedBundle(List.of(), false, false);

    /** Whether it is the whole answer to what was asked. */
    public boolean isWhole() {
        return !partial && !failed;
    }
}
