package org.calcinosiscds.cdshooks;

import java.util.List;
import org.calcinosiscds.fhir.DataGap;

/** Data that the rules read is missing, so that nothing is judged. */
final class IncompleteRecordException extends RuntimeException {
    private final List<DataGap> gaps;

    /** @param gaps at least one */
    IncompleteRecordException(List<DataGap> gaps) {
        super(gaps.get(0).issue().diagnostics());
        this.gaps = List.copyOf(gaps);
    }

    List<DataGap> gaps() {
        return gaps;
    }
}
