package org.calcinosiscds.cdshooks.prefetch;

import java.util.List;
import org.calcinosiscds.record.DataGap;

/** Data that the rules read is missing, so that nothing is judged. */
public final class IncompleteRecordException extends RuntimeException {
    private final List<DataGap> gaps;

    /** @param gaps at least one */
    public IncompleteRecordException(List<DataGap> gaps) {
        super(gaps.get(0).issue().diagnostics());
        this.gaps = List.copyOf(gaps);
    }

    public List<DataGap> gaps() {
        return gaps;
    }
}
