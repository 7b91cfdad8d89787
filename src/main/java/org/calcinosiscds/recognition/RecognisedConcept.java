package org.calcinosiscds.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Coding;

/**
 * How a concept of a record was understood.
 *
 * @param means by what it was recognised
 * @param isCertain false when another text of it names something else, so that it is not known what it excludes
 * @param names codings of our own name tables: what its texts name, and which way a medicine is given; and its own codes in the
 *     spelling of value sets, when they came in another
 */
public record RecognisedConcept(Means means, boolean isCertain, List<Coding> names) {
    /** By what an entry was recognised. */
    public enum Means {
        CODE,
        NAME,
        NOTHING
    }

    /** Codes that say to CQL how an entry was recognised. */
    static final String SYSTEM = "https://calcinosis-cds.org/fhir/CodeSystem/recognition";

    private static final String UNRECOGNISED = "unrecognised";
    private static final String BY_NAME = "by-name";

    RecognisedConcept with(List<Coding> more) {
        return new RecognisedConcept(
                means, isCertain, Stream.concat(names.stream(), more.stream()).toList());
    }

    boolean isRecognised() {
        return means != Means.NOTHING && isCertain;
    }

    /** What CQL is to find beside the codes that were sent. */
    List<Coding> additions() {
        List<Coding> additions = new ArrayList<>(understood());
        if (!isRecognised()) {
            additions.add(new Coding().setSystem(SYSTEM).setCode(UNRECOGNISED));
        }
        return additions;
    }

    /** The same without saying that an entry is not recognised: for a part of one. */
    List<Coding> understood() {
        List<Coding> understood = new ArrayList<>(names);
        if (means == Means.NAME) {
            understood.add(new Coding().setSystem(SYSTEM).setCode(BY_NAME));
        }
        return understood;
    }
}
