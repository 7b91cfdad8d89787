package org.calcinosiscds.authoring;

import java.io.IOException;

/** A patient to ask about: a case, or the Bundle of a file. Its text is its name. */
public interface PatientSource {
    /** What is asked. */
    CaseInput input() throws IOException;
}
