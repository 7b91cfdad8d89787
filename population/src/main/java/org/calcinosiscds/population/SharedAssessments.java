package org.calcinosiscds.population;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.calcinosiscds.assess.PatientAssessments;

/** The compiled rules, once in each JVM: compiling takes seconds, and all tasks of an executor can share the result. */
final class SharedAssessments {
    private static final Map<PatientAssessments.Settings, PatientAssessments> OPEN = new ConcurrentHashMap<>();

    private SharedAssessments() {}

    static PatientAssessments of(PatientAssessments.Settings settings) {
        return OPEN.computeIfAbsent(settings, PatientAssessments::open);
    }

    /** The same where the folder of the content may be out of sight. @param files of the content */
    static PatientAssessments of(PatientAssessments.Settings settings, Supplier<PatientAssessments.Files> files) {
        return OPEN.computeIfAbsent(settings, each -> PatientAssessments.open(each, files.get()));
    }
}
