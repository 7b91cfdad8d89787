package org.calcinosiscds.cases;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Says in one line who the patient of a case is and what the record and the call hold. */
final class PatientLine {
    private static final Map<String, String> HEADINGS = Map.ofEntries(
            Map.entry("Condition", "Diagnoses"),
            Map.entry("Observation", "Results"),
            Map.entry("MedicationRequest", "Medicines"),
            Map.entry("MedicationStatement", "Medicines"),
            Map.entry("MedicationAdministration", "Medicines given"),
            Map.entry("Procedure", "Procedures"),
            Map.entry("ServiceRequest", "Orders"),
            Map.entry("DiagnosticReport", "Reports"),
            Map.entry("QuestionnaireResponse", "Forms"),
            Map.entry("Encounter", "Visits"),
            Map.entry("Appointment", "Appointments"),
            Map.entry("Specimen", "Specimens"),
            Map.entry("FamilyMemberHistory", "Family"));

    /** Statuses that go without saying. */
    private static final List<String> USUAL =
            List.of("active", "confirmed", "final", "completed", "finished", "order", "available");

    private final LocalDate today;
    private final String patientId;
    private final PatientCase patient;
    private final Map<String, List<String>> parts = new LinkedHashMap<>();

    private PatientLine(PatientCase patient) {
        this.patient = patient;
        this.today = patient.asOf().toLocalDate();
        this.patientId = patient.patientId();
    }

    static String of(PatientCase patient) {
        return new PatientLine(patient).text();
    }

    private String text() {
        patient.resources().stream()
                .filter(resource -> HEADINGS.containsKey(type(resource)))
                .forEach(resource -> add(HEADINGS.get(type(resource)), resource));
        patient.context().path("conditions").path("entry").forEach(entry -> add("Being added", entry.path("resource")));
        patient.context().path("draftOrders").path("entry").forEach(entry -> add("Drafts", entry.path("resource")));
        return Stream.concat(
                        Stream.of(person()),
                        parts.entrySet().stream()
                                .map(part -> part.getKey() + ": " + String.join("; ", part.getValue())))
                .map(part -> part + ".")
                .collect(Collectors.joining(" "));
    }

    private String person() {
        JsonNode person = patient.resources().stream()
                .filter(resource -> type(resource).equals("Patient")
                        && resource.path("id").asString("").equals(patientId))
                .findFirst()
                .orElseThrow();
        String gender = person.path("gender").asString("sex not recorded");
        boolean isDead = person.path("deceasedBoolean").asBoolean(false) || person.has("deceasedDateTime");
        return gender.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + gender.substring(1) + ", "
                + age(person.path("birthDate").asString("")) + (isDead ? ", deceased" : "");
    }

    private String age(String birthDate) {
        if (birthDate.length() < 10) {
            return birthDate.isEmpty() ? "age not recorded" : "born " + birthDate;
        }
        Period age = Period.between(LocalDate.parse(birthDate), today);
        return age.getYears() >= 2
                ? age.getYears() + " years"
                : age.toTotalMonths() >= 2
                        ? age.toTotalMonths() + " months"
                        : ChronoUnit.DAYS.between(LocalDate.parse(birthDate), today) + " days";
    }

    private void add(String heading, JsonNode resource) {
        List<String> words = new ArrayList<>();
        words.add(name(resource) + value(resource));
        Stream.of(
                        dose(resource),
                        heading.equals("Drafts") ? "" : status(resource),
                        date(resource),
                        isOther(resource) ? "of another patient" : "")
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        parts.computeIfAbsent(heading, key -> new ArrayList<>()).add(String.join(", ", words));
    }

    private boolean isOther(JsonNode resource) {
        String subject = resource.path("subject").path("reference").asString("");
        return !subject.isEmpty() && !subject.endsWith("/" + patientId) && !subject.equals("urn:uuid:" + patientId);
    }

    private String name(JsonNode resource) {
        return switch (type(resource)) {
            case "Encounter" ->
                Stream.of(
                                concept(resource.path("serviceType")),
                                concept(resource.path("type").path(0)),
                                resource.path("class").path("code").asString(""))
                        .filter(word -> !word.isEmpty())
                        .findFirst()
                        .orElse("visit");
            case "Appointment" -> concept(resource.path("specialty").path(0));
            case "QuestionnaireResponse" ->
                resource.path("questionnaire").asString("form without name").replaceFirst("^.*/", "");
            case "Specimen" ->
                "condition "
                        + (resource.has("condition")
                                ? String.join(" ", resource.path("condition").findValuesAsString("code"))
                                : "not recorded");
            case "FamilyMemberHistory" ->
                concept(resource.path("condition").path(0).path("code"));
            default -> {
                JsonNode medicine = resource.path("medicationCodeableConcept");
                yield resource.has("medicationReference")
                        ? "medicine in a resource of its own"
                        : concept(medicine.isMissingNode() ? resource.path("code") : medicine);
            }
        };
    }

    /** LOINC's long names without what is alike in most of them. */
    private static String concept(JsonNode concept) {
        String text = concept.path("coding").path(0).path("display").asString("");
        return (text.isEmpty() ? concept.path("text").asString("") : text)
                .replaceFirst(" \\[[^]]*] in (Serum, Plasma or Blood|Serum or Plasma)", "");
    }

    private static String value(JsonNode resource) {
        JsonNode quantity = resource.path("valueQuantity");
        if (!quantity.isMissingNode()) {
            return " " + quantity.path("comparator").asString("")
                    + quantity.path("value").asString("") + " "
                    + quantity.path("unit").asString(quantity.path("code").asString("without unit"));
        }
        if (resource.has("valueCodeableConcept")) {
            return ": " + concept(resource.path("valueCodeableConcept"));
        }
        for (String scalar : List.of("valueString", "valueBoolean", "valueInteger")) {
            if (resource.has(scalar)) {
                return ": " + resource.path(scalar).asString("");
            }
        }
        List<String> conclusions = new ArrayList<>();
        resource.path("conclusionCode").forEach(code -> conclusions.add(concept(code)));
        return conclusions.isEmpty() ? "" : ": " + String.join(" and ", conclusions);
    }

    private static String dose(JsonNode resource) {
        List<String> doses = new ArrayList<>();
        for (JsonNode dosage : resource.path("dosageInstruction")) {
            JsonNode quantity = dosage.path("doseAndRate").path(0).path("doseQuantity");
            JsonNode repeat = dosage.path("timing").path("repeat");
            String dose = quantity.path("value").asString("") + " "
                    + quantity.path("unit").asString("");
            String timing = repeat.has("frequency")
                    ? (repeat.path("frequency").asInt() == 1
                                    ? "once"
                                    : repeat.path("frequency").asString("") + " times")
                            + " every "
                            + repeat.path("period").asString("") + " "
                            + repeat.path("periodUnit").asString("")
                    : "";
            doses.add((dose.strip() + " " + timing).strip());
        }
        return doses.stream().filter(dose -> !dose.isEmpty()).collect(Collectors.joining(" and "));
    }

    private static String status(JsonNode resource) {
        return Stream.of(
                        resource.path("clinicalStatus")
                                .path("coding")
                                .path(0)
                                .path("code")
                                .asString(""),
                        resource.path("verificationStatus")
                                .path("coding")
                                .path(0)
                                .path("code")
                                .asString(""),
                        resource.path("status").asString(""),
                        resource.path("intent").asString(""),
                        resource.path("doNotPerform").asBoolean(false) ? "not to be done" : "")
                .filter(status -> !status.isEmpty() && !USUAL.contains(status))
                .collect(Collectors.joining(" "));
    }

    private String date(JsonNode resource) {
        for (String element : List.of(
                "onsetDateTime",
                "effectiveDateTime",
                "performedDateTime",
                "authoredOn",
                "authored",
                "start",
                "recordedDate",
                "issued")) {
            if (resource.has(element)) {
                return away(resource.path(element).asString(""));
            }
        }
        for (String element : List.of("effectivePeriod", "performedPeriod", "period")) {
            if (resource.has(element)) {
                JsonNode period = resource.path(element);
                return away(period.path("end").asString(period.path("start").asString("")));
            }
        }
        return "";
    }

    private String away(String text) {
        if (text.length() < 10) {
            return text;
        }
        LocalDate day = text.length() == 10
                ? LocalDate.parse(text)
                : OffsetDateTime.parse(text)
                        .atZoneSameInstant(patient.asOf().getZone())
                        .toLocalDate();
        long days = ChronoUnit.DAYS.between(day, today);
        String length = Math.abs(days) + (Math.abs(days) == 1 ? " day" : " days");
        return days == 0 ? "today" : days > 0 ? length + " ago" : "in " + length;
    }

    private static String type(JsonNode resource) {
        return resource.path("resourceType").asString("");
    }
}
