package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.List;

/**
 * The resources of one Bundle, or a single resource that came in place of one.
 *
 * @param resources without OperationOutcomes; Bundles in the Bundle are unpacked
 * @param failed whether an OperationOutcome says that it could not be read
 * @param notSupported whether nothing came but an OperationOutcome that says that the server has no such data
 * @param paging how much of the answer it is
 * @param passedOver resources that no rule reads and that could not be read
 */
public record ReceivedBundle(
        List<ReceivedResource> resources,
        boolean failed,
        boolean notSupported,
        Paging paging,
        List<SkippedResource> passedOver) {
    public static final ReceivedBundle EMPTY = new ReceivedBundle(List.of(), false, false, Paging.ALL, List.of());

    /** Whether there is more than came. */
    public boolean partial() {
        return !paging.isComplete();
    }

    /** Whether it is the whole answer to what was asked. */
    public boolean isWhole() {
        return !partial() && !failed;
    }

    /** This page and the one after it as one. */
    public ReceivedBundle then(ReceivedBundle next) {
        List<ReceivedResource> both = new ArrayList<>(resources);
        both.addAll(next.resources);
        List<SkippedResource> bothPassedOver = new ArrayList<>(passedOver);
        bothPassedOver.addAll(next.passedOver);
        return new ReceivedBundle(
                List.copyOf(both), failed || next.failed, false, paging.then(next.paging), List.copyOf(bothPassedOver));
    }
}
