package org.calcinosiscds.operation;

import org.calcinosiscds.http.FaultLog;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the command line needs of the service: reading, rules, answers; no server, no store, no clients. */
@Configuration(proxyBeanMethods = false)
@ComponentScan({"org.calcinosiscds.fhir", "org.calcinosiscds.cql"})
@Import({
    FaultLog.class,
    TermsReader.class,
    GivenContextReader.class,
    OwnCodes.class,
    ProductObservation.class,
    ProblemAssessment.class,
    PatientAssessor.class,
    BundleAssessor.class,
    NdjsonAssessor.class,
    FileAssessor.class
})
class AssessConfiguration {}
