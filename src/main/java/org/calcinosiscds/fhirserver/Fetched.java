package org.calcinosiscds.fhirserver;

import org.calcinosiscds.fhir.ReceivedBundle;
import org.calcinosiscds.outbound.NoAnswerException.Problem;

/** What became of one query: all of its answer, the word that the server has no such data, or nothing. */
public sealed interface Fetched {

    /** @param bundle every page of the answer */
    record Whole(ReceivedBundle bundle) implements Fetched {}

    /** The server does not have resources of the type that was asked for, whoever the patient is. */
    record NotAvailable() implements Fetched {}

    /**
     * @param dataSeen whether some of the answer was there, which then is known not to be empty
     * @param isAbsent whether the server said that there is nothing at that address
     */
    record Failed(Problem problem, boolean dataSeen, boolean isAbsent) implements Fetched {
        Failed(Problem problem, boolean dataSeen) {
            this(problem, dataSeen, false);
        }
    }
}
