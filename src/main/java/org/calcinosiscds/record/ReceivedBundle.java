package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.List;

/**
 * The resources of one Bundle, or a single resource received in place of a Bundle.
 *
 * @param resources without OperationOutcomes, with the resources of Bundles inside the Bundle
 * @param failed whether an OperationOutcome reports that the data could not be read
 * @param notSupported whether the only content is an OperationOutcome that reports that the server has no such data
 * @param paging how much of the search result the Bundle holds
 * @param skipped resources that could not be read and that no rule reads
 */
public record ReceivedBundle(
        List<ReceivedResource> resources,
        boolean failed,
        boolean notSupported,
        Paging paging,
        List<SkippedResource> skipped) {
    public static final ReceivedBundle EMPTY = new ReceivedBundle(List.of(), false, false, Paging.ALL, List.of());

    /** Whether resources are missing that the server has. */
    public boolean partial() {
        return !paging.isComplete();
    }

    /** Whether it holds the complete result. */
    public boolean isWhole() {
        return !partial() && !failed;
    }

    /** This page and the next one together. */
    public ReceivedBundle then(ReceivedBundle next) {
        List<ReceivedResource> both = new ArrayList<>(resources);
        both.addAll(next.resources);
        List<SkippedResource> bothSkipped = new ArrayList<>(skipped);
        bothSkipped.addAll(next.skipped);
        return new ReceivedBundle(
                List.copyOf(both), failed || next.failed, false, paging.then(next.paging), List.copyOf(bothSkipped));
    }
}
