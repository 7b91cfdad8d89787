package org.calcinosiscds.population;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Set;
import org.calcinosiscds.assess.AssessedRules;
import org.calcinosiscds.assess.DeletedResources;
import org.calcinosiscds.assess.PatientAnswer;
import org.calcinosiscds.assess.PatientAssessments;
import org.calcinosiscds.assess.PatientLine;
import org.calcinosiscds.commandline.Terminal;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("org.calcinosiscds.population");

    /** The rules are asked by the classes that answer the hook, through one entry. The look for a terminal asks no rules. */
    @Test
    void productIsUsedThroughItsEntryAlone() {
        Set<String> entry = Set.of(
                PatientAssessments.class.getName(),
                AssessedRules.class.getName(),
                DeletedResources.class.getName(),
                PatientLine.class.getName(),
                PatientAnswer.class.getName(),
                Terminal.class.getName());

        noClasses()
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("classes of the product beside PatientAssessments") {
                    @Override
                    public boolean test(JavaClass each) {
                        return each.getName().startsWith("org.calcinosiscds.")
                                && !each.getPackageName().startsWith("org.calcinosiscds.population")
                                && !entry.contains(each.getName().replaceFirst("\\$.*", ""));
                    }
                })
                .check(CLASSES);
    }

    @Test
    void fhirAndTheEngineAreTheProductsMatter() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ca.uhn..", "org.hl7..", "org.opencds..", "org.cqframework..", "tools.jackson..")
                .check(CLASSES);
    }
}
