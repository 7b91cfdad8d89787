package org.calcinosiscds.fhirclient;

import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.record.ReceivedBundle;

/** What became of one query: all of its answer, the word that the server has no such data, or nothing. */
public sealed interface QueryResult {

    /** @param bundle every page of the answer */
    record Whole(ReceivedBundle bundle) implements QueryResult {}

    /** The server has no resources of the requested type, for any patient. */
    record NotAvailable() implements QueryResult {}

    /**
     * @param dataSeen whether some of the answer was there, which then is known not to be empty
     * @param isAbsent whether the server said that there is nothing at that address
     */
    record Failed(Problem problem, boolean dataSeen, boolean isAbsent) implements QueryResult {
        Failed(Problem problem, boolean dataSeen) {
            this(problem, dataSeen, false);
        }
    }
}
