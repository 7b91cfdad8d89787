package org.calcinosiscds.terminology;

import java.util.List;
import org.calcinosiscds.knowledge.KnowledgeException;

/**
 * A code system of the tables.
 *
 * @param alias name of the system in {@code value-set-definitions.csv}
 * @param edition the version, or empty where the codes come from more than one edition
 * @param notice copyright notice that a value set with codes of this system carries, or empty
 * @param withoutTitles whether only codes are kept because the owner's terms do not allow the titles
 */
record SourceSystem(String alias, String uri, String title, String edition, String notice, boolean withoutTitles) {
    private static final String WHO =
            "ICD-10 is copyright of the World Health Organization; only its codes and short descriptions stand here.";
    private static final String EDQM = "Standard Terms are copyright of the EDQM, Council of Europe.";
    private static final String ATC =
            "ATC is copyright of the WHO Collaborating Centre for Drug Statistics Methodology, Oslo.";

    /** In the order in which the files list them. */
    static final List<SourceSystem> ALL = List.of(
            titled(
                    "sct",
                    "http://snomed.info/sct",
                    "SNOMED CT",
                    "",
                    "SNOMED CT is copyright of SNOMED International; its use needs a licence."),
            titled("icd10cm", "http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM", "2022", ""),
            titled("icd10pcs", "http://www.cms.gov/Medicare/Coding/ICD10", "ICD-10-PCS", "2022", ""),
            titled(
                    "loinc",
                    "http://loinc.org",
                    "LOINC",
                    "",
                    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief "
                            + "Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) "
                            + "Committee and is available at no cost under the license at http://loinc.org/license. "
                            + "LOINC\u00ae is a registered United States trademark of Regenstrief Institute, Inc."),
            titled(
                    "rxnorm",
                    "http://www.nlm.nih.gov/research/umls/rxnorm",
                    "RxNorm",
                    "",
                    "RxNorm is made by the U.S. National Library of Medicine, which does not endorse this product."),
            titled("atc", "http://www.whocc.no/atc", "ATC", "2026", ATC),
            titled("atc", "http://fhir.de/CodeSystem/bfarm/atc", "ATC", "", ATC),
            titled(
                    "nucc",
                    "http://nucc.org/provider-taxonomy",
                    "NUCC",
                    "25.1",
                    "The Health Care Provider Taxonomy is copyright of the American Medical Association for NUCC."),
            hl7("v2-0493", "HL7 table 0493"),
            hl7("v2-0136", "HL7 table 0136"),
            hl7("v2-0532", "HL7 table 0532"),
            hl7("v2-0162", "HL7 table 0162"),
            hl7("v2-0165", "HL7 table 0165"),
            hl7("v3-NullFlavor", "HL7 NullFlavor"),
            hl7("v3-ObservationInterpretation", "HL7 ObservationInterpretation"),
            hl7("v3-RouteOfAdministration", "HL7 RouteOfAdministration"),
            hl7("discharge-disposition", "HL7 discharge disposition"),
            titled("data-absent-reason", "http://terminology.hl7.org/CodeSystem/data-absent-reason", "HL7", "", ""),
            titled("edqm", "http://standardterms.edqm.eu", "EDQM Standard Terms", "", EDQM),
            titled("edqm", "urn:oid:0.4.0.127.0.16.1.1.2.1", "EDQM Standard Terms", "", EDQM),
            titled("icd10", "http://hl7.org/fhir/sid/icd-10", "ICD-10", "", WHO),
            codesOnly("icd10gm", "http://fhir.de/CodeSystem/bfarm/icd-10-gm", "ICD-10-GM"),
            codesOnly("icd10gm", "http://fhir.de/CodeSystem/dimdi/icd-10-gm", "ICD-10-GM"),
            codesOnly("icd10am", "http://hl7.org/fhir/sid/icd-10-am", "ICD-10-AM"),
            codesOnly("icd10ca", "http://hl7.org/fhir/sid/icd-10-ca", "ICD-10-CA"),
            codesOnly("ops", "http://fhir.de/CodeSystem/bfarm/ops", "OPS"),
            codesOnly("ops", "http://fhir.de/CodeSystem/dimdi/ops", "OPS"),
            titled("npu", "urn:oid:1.2.208.176.2.1", "NPU", "", ""),
            titled("name", "https://calcinosis-cds.org/fhir/CodeSystem/medicine-name", "medicine names", "0.1.0", ""),
            titled(
                    "word",
                    "https://calcinosis-cds.org/fhir/CodeSystem/condition-word",
                    "condition words",
                    "0.1.0",
                    ""));

    private static SourceSystem titled(String alias, String uri, String title, String edition, String notice) {
        return new SourceSystem(alias, uri, title, edition, notice, false);
    }

    private static SourceSystem codesOnly(String alias, String uri, String title) {
        return new SourceSystem(
                alias, uri, title, "", "Only codes of %s are used, without their titles.".formatted(title), true);
    }

    private static SourceSystem hl7(String id, String title) {
        return new SourceSystem(id, "http://terminology.hl7.org/CodeSystem/" + id, title, "", "", false);
    }

    /** Systems of one alias: ICD-10-GM, OPS, ATC and EDQM have two URIs for the same codes. */
    static List<SourceSystem> ofAlias(String alias) {
        List<SourceSystem> systems =
                ALL.stream().filter(system -> system.alias().equals(alias)).toList();
        if (systems.isEmpty()) {
            throw new KnowledgeException("Unknown code system: " + alias + ".");
        }
        return systems;
    }

    /** Systems that hold the codes given under one URI; none when no value set uses the system. */
    static List<SourceSystem> ofUri(String uri) {
        return ALL.stream()
                .filter(system -> system.uri().equals(uri))
                .findFirst()
                .map(system -> ofAlias(system.alias()))
                .orElse(List.of());
    }
}
