package org.calcinosiscds.authoring.shortcase;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.codesystems.ConditionClinical;
import org.hl7.fhir.r4.model.codesystems.ConditionVerStatus;

/** Makes resources of the entries of a short case: a code, what is known of it, a time. */
final class EntryReader {
    private static final Pattern VALUE = Pattern.compile("([<>]=?)?\\s*(-?\\d+(?:\\.\\d+)?)(?:\\s+(\\S+))?");
    private static final Pattern TEXT = Pattern.compile("\"(.*)\"");

    private final CodeSystemNames names;
    private final OffsetDateTime asOf;
    private final String patient;

    /** @param patient reference to the patient */
    EntryReader(CodeSystemNames names, OffsetDateTime asOf, String patient) {
        this.names = names;
        this.asOf = asOf;
        this.patient = patient;
    }

    /**
     * Reads an entry.
     *
     * @param kind name of the list that it is in, such as {@code conditions}
     * @return null when there is no such list
     * @throws IllegalArgumentException with a sentence when the entry cannot be understood
     */
    Resource read(String kind, String entry) {
        String[] parts = entry.strip().split("\\s+", 2);
        CodeableConcept code = new CodeableConcept(names.coding(parts[0]));
        CaseTime time = CaseTime.atEndOf(parts.length == 1 ? "" : parts[1], asOf);
        List<String> words = new ArrayList<>();
        if (!time.rest().isEmpty()) {
            words.addAll(List.of(time.rest().split("\\s+", -1)));
        }
        Resource resource = switch (kind) {
            case "conditions" -> condition(code, time, words);
            case "observations" -> observation(code, time, words);
            case "procedures" -> procedure(code, time, words);
            case "medications" -> medication(code, time, words);
            case "orders" -> order(code, time, words);
            default -> throw new IllegalArgumentException("There is no list " + kind + ".");
        };
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("\"" + String.join(" ", words) + "\" is not understood.");
        }
        return resource;
    }

    private Condition condition(CodeableConcept code, CaseTime time, List<String> words) {
        Condition condition = new Condition().setCode(code).setSubject(new Reference(patient));
        condition.setClinicalStatus(concept(ConditionClinical.ACTIVE.getSystem(), ConditionClinical.ACTIVE.toCode()));
        condition.setVerificationStatus(
                concept(ConditionVerStatus.CONFIRMED.getSystem(), ConditionVerStatus.CONFIRMED.toCode()));
        status(
                words,
                word -> condition.setClinicalStatus(
                        concept(ConditionClinical.fromCode(word).getSystem(), word)));
        status(
                words,
                word -> condition.setVerificationStatus(
                        concept(ConditionVerStatus.fromCode(word).getSystem(), word)));
        if (time.time() != null) {
            condition.setOnset(time.time()).setRecordedDateElement(time.time());
        }
        return condition;
    }

    private Observation observation(CodeableConcept code, CaseTime time, List<String> words) {
        Observation observation = new Observation()
                .setStatus(Observation.ObservationStatus.FINAL)
                .setCode(code)
                .setSubject(new Reference(patient));
        if (time.time() != null) {
            observation.setEffective(time.time());
        }
        status(words, word -> observation.setStatus(Observation.ObservationStatus.fromCode(word)));
        String value = String.join(" ", words);
        Matcher number = VALUE.matcher(value);
        Matcher text = TEXT.matcher(value);
        if (number.matches()) {
            observation.setValue(quantity(number));
            words.clear();
        } else if (text.matches()) {
            observation.setValue(new StringType(text.group(1)));
            words.clear();
        } else if (CodeSystemNames.isCode(value)) {
            observation.setValue(new CodeableConcept(names.coding(value)));
            words.clear();
        }
        return observation;
    }

    private Quantity quantity(Matcher number) {
        Quantity quantity = new Quantity().setValue(new BigDecimal(number.group(2)));
        if (number.group(1) != null) {
            quantity.setComparator(Quantity.QuantityComparator.fromCode(number.group(1)));
        }
        if (number.group(3) != null) {
            quantity.setUnit(number.group(3)).setSystem(names.uri("UCUM")).setCode(number.group(3));
        }
        return quantity;
    }

    private Procedure procedure(CodeableConcept code, CaseTime time, List<String> words) {
        Procedure procedure = new Procedure()
                .setStatus(Procedure.ProcedureStatus.COMPLETED)
                .setCode(code)
                .setSubject(new Reference(patient));
        if (time.time() != null) {
            procedure.setPerformed(time.time());
        }
        status(words, word -> procedure.setStatus(Procedure.ProcedureStatus.fromCode(word)));
        return procedure;
    }

    private MedicationRequest medication(CodeableConcept code, CaseTime time, List<String> words) {
        MedicationRequest medication = new MedicationRequest()
                .setStatus(MedicationRequest.MedicationRequestStatus.ACTIVE)
                .setIntent(MedicationRequest.MedicationRequestIntent.ORDER)
                .setMedication(code)
                .setSubject(new Reference(patient));
        if (time.time() != null) {
            medication.setAuthoredOnElement(time.time());
        }
        status(words, word -> medication.setStatus(MedicationRequest.MedicationRequestStatus.fromCode(word)));
        return medication;
    }

    private ServiceRequest order(CodeableConcept code, CaseTime time, List<String> words) {
        ServiceRequest order = new ServiceRequest()
                .setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE)
                .setIntent(ServiceRequest.ServiceRequestIntent.ORDER)
                .setCode(code)
                .setSubject(new Reference(patient));
        if (time.time() != null) {
            order.setAuthoredOnElement(time.time());
        }
        status(words, word -> order.setStatus(ServiceRequest.ServiceRequestStatus.fromCode(word)));
        return order;
    }

    /** Takes the first word that is a status, as the setter understands it, out of the words. */
    private static void status(List<String> words, Consumer<String> setter) {
        words.stream()
                .filter(word -> word.matches("[a-z-]+") && isSet(word, setter))
                .findFirst()
                .ifPresent(words::remove);
    }

    private static boolean isSet(String word, Consumer<String> setter) {
        try {
            setter.accept(word);
            return true;
        } catch (FHIRException e) {
            // Not a status of this kind; what nothing understands is reported in the end.
            return false;
        }
    }

    private static CodeableConcept concept(String system, String code) {
        CodeableConcept concept = new CodeableConcept();
        concept.addCoding().setSystem(system).setCode(code);
        return concept;
    }
}
