package org.calcinosiscds.wiring;

import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.BundleAssessor;
import org.calcinosiscds.assess.LocalCodeSystems;
import org.calcinosiscds.assess.NdjsonAssessor;
import org.calcinosiscds.assess.PatientAssessor;
import org.calcinosiscds.assess.ProblemAssessment;
import org.calcinosiscds.assess.ProductObservation;
import org.calcinosiscds.context.HookContextReader;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What assessing records needs: no server, no store, no clients. */
@Configuration(proxyBeanMethods = false)
@Import({
    ReadingConfiguration.class,
    KnowledgeConfiguration.class,
    AssessParametersReader.class,
    HookContextReader.class,
    LocalCodeSystems.class,
    ProductObservation.class,
    ProblemAssessment.class,
    PatientAssessor.class,
    BundleAssessor.class,
    NdjsonAssessor.class
})
public class AssessConfiguration {}
