package org.calcinosiscds.fhirserver;

import org.calcinosiscds.fhir.ReceivedBundle;
import org.calcinosiscds.outbound.NoAnswerException.Problem;

/** What became of one query: all of its answer, or nothing of it. */
public sealed interface Fetched {

    /** @param bundle every page of the answer */
    record Whole(ReceivedBundle bundle) implements Fetched {}

    /** @param dataSeen whether some of the answer was there, which then is known not to be empty */
    record Failed(Problem problem, boolean dataSeen) implements Fetched {}
}
