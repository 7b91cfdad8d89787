package org.calcinosiscds.context;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What orders of a record are about, as sets of texts that are equal for equal things: {@code system|code} of each coding, and the words
 * of a concept that has no code.
 *
 * @param patient the record in which references are followed
 */
record RecordConcepts(PatientBundle patient) {
    /** Begins references to what is contained in the resource itself. */
    private static final String LOCAL = "#";

    /** The resource of a reference such as {@code MedicationRequest/x}; null when the record does not hold it. */
    @Nullable
    Resource resource(String reference) {
        IdType id = new IdType(reference);
        return id.getResourceType() == null
                ? null
                : patient.ofType(id.getResourceType()).stream()
                        .filter(each -> id.getIdPart().equals(each.getIdPart()))
                        .findFirst()
                        .orElse(null);
    }

    /** What is prescribed: the medicine, or the ingredients of one that is made up; empty when that is not known. */
    Set<String> medicine(MedicationRequest request) {
        if (request.getMedication() instanceof CodeableConcept concept) {
            return texts(Stream.of(concept));
        }
        return request.getMedication() instanceof Reference reference
                        && target(reference, request) instanceof Medication medicine
                ? texts(Stream.concat(
                        Stream.of(medicine.getCode()),
                        medicine.getIngredient().stream()
                                .filter(Medication.MedicationIngredientComponent::hasItemCodeableConcept)
                                .map(Medication.MedicationIngredientComponent::getItemCodeableConcept)))
                : Set.of();
    }

    /** What it is, with the sites of the body it is at; empty when the concept is. */
    Set<String> withSites(CodeableConcept concept, List<CodeableConcept> sites) {
        return texts(Stream.of(concept)).isEmpty()
                ? Set.of()
                : texts(Stream.concat(Stream.of(concept), sites.stream()));
    }

    /** Why it is ordered: codes, codes of the resources that are referred to, and references to what has no code. */
    Set<String> reasons(DomainResource order, List<CodeableConcept> codes, List<Reference> references) {
        Set<String> reasons = texts(codes.stream());
        for (Reference reference : references) {
            Set<String> coded = texts(code(target(reference, order)));
            reasons.addAll(coded.isEmpty() ? Set.of(String.valueOf(reference.getReference())) : coded);
        }
        return reasons;
    }

    private static Stream<CodeableConcept> code(@Nullable Resource reason) {
        if (reason instanceof Condition condition) {
            return Stream.of(condition.getCode());
        }
        return reason instanceof Observation observation ? Stream.of(observation.getCode()) : Stream.of();
    }

    private @Nullable Resource target(Reference reference, DomainResource from) {
        String named = String.valueOf(reference.getReference());
        return named.startsWith(LOCAL)
                ? from.getContained().stream()
                        .filter(each -> named.equals(LOCAL + each.getIdPart().replaceFirst(LOCAL, "")))
                        .findFirst()
                        .orElse(null)
                : resource(named);
    }

    private static Set<String> texts(Stream<CodeableConcept> concepts) {
        Set<String> texts = new TreeSet<>();
        concepts.forEach(concept -> {
            List<Coding> coded = concept.getCoding().stream()
                    .filter(coding -> coding.getCode() != null)
                    .toList();
            coded.forEach(coding -> texts.add(coding.getSystem() + "|" + coding.getCode()));
            if (coded.isEmpty()) {
                Stream.concat(
                                Stream.ofNullable(concept.getText()),
                                concept.getCoding().stream().flatMap(coding -> Stream.ofNullable(coding.getDisplay())))
                        .map(RecordConcepts::uniform)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .ifPresent(texts::add);
            }
        });
        return texts;
    }

    private static String uniform(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
