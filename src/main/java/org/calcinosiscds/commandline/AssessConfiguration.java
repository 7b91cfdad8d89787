package org.calcinosiscds.commandline;

import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.BundleAssessor;
import org.calcinosiscds.assess.HookContextReader;
import org.calcinosiscds.assess.LocalCodeSystems;
import org.calcinosiscds.assess.NdjsonAssessor;
import org.calcinosiscds.assess.PatientAssessor;
import org.calcinosiscds.assess.ProblemAssessment;
import org.calcinosiscds.assess.ProductObservation;
import org.calcinosiscds.outcome.FaultLog;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the command line needs of the service: reading, rules, answers; no server, no store, no clients. */
@Configuration(proxyBeanMethods = false)
@ComponentScan({
    "org.calcinosiscds.outcome",
    "org.calcinosiscds.json",
    "org.calcinosiscds.fhir",
    "org.calcinosiscds.record",
    "org.calcinosiscds.order",
    "org.calcinosiscds.cql"
})
@Import({
    FaultLog.class,
    AssessParametersReader.class,
    HookContextReader.class,
    LocalCodeSystems.class,
    ProductObservation.class,
    ProblemAssessment.class,
    PatientAssessor.class,
    BundleAssessor.class,
    NdjsonAssessor.class,
    FileAssessor.class
})
public class AssessConfiguration {}
