package org.calcinosiscds.order;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.jspecify.annotations.Nullable;

/**
 * Drafts in JSON as HAPI writes them: each kind is written by HAPI once, with marks where patient, encounter, times and reasons go. What
 * is prepared is kept while the code of the order is in use, so that changed content is prepared anew.
 */
final class PreparedDrafts {
    /** What may stand in JSON as it is, and in a reference that HAPI writes as it is. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]+/" + ID.pattern());
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private static final Variables MARKS = new Variables(
            "0-patient-0", "0-encounter-0", "1901-01-01T01:01:01Z", "1901-02-02", List.of("Condition/0-reason-0"));
    private static final Pattern MARK = Pattern.compile("0-patient-0|0-encounter-0|1901-01-01T01:01:01Z|1901-02-02"
            + "|\\{\"reference\":\"Condition/0-reason-0\"}");

    private final Map<CodeableConcept, Map<Kind, Prepared>> byCode = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * What differs from patient to patient.
     *
     * @param encounterId null when there is none
     * @param due null when the order does not say
     */
    record Variables(
            String patientId,
            @Nullable String encounterId,
            String authoredOn,
            @Nullable String due,
            List<String> reasons) {
        /** Whether JSON and HAPI leave all of it as it is. */
        private boolean isPlain() {
            return ID.matcher(patientId).matches()
                    && (encounterId == null || ID.matcher(encounterId).matches())
                    && (due == null || DAY.matcher(due).matches())
                    && reasons.stream()
                            .allMatch(reason -> REFERENCE.matcher(reason).matches());
        }
    }

    /** Orders whose JSON differs in the variables alone. */
    private record Kind(
            String definition,
            DraftOrder.Kind kind,
            List<Dosage> dosage,
            String priority,
            boolean hasEncounter,
            boolean hasDue,
            boolean hasReasons) {}

    /** @param marks those after each of the texts but the last */
    private record Prepared(List<String> texts, List<String> marks) {
        static Prepared of(String json) {
            List<String> texts = new ArrayList<>();
            List<String> marks = new ArrayList<>();
            Matcher mark = MARK.matcher(json);
            int end = 0;
            while (mark.find()) {
                texts.add(json.substring(end, mark.start()));
                marks.add(mark.group());
                end = mark.end();
            }
            texts.add(json.substring(end));
            return new Prepared(texts, marks);
        }

        String with(Variables variables) {
            StringBuilder json = new StringBuilder(1024);
            for (int i = 0; i < marks.size(); i++) {
                json.append(texts.get(i));
                append(marks.get(i), variables, json);
            }
            return json.append(texts.get(marks.size())).toString();
        }

        private static void append(String mark, Variables variables, StringBuilder json) {
            if (mark.equals(MARKS.patientId())) {
                json.append(variables.patientId());
            } else if (mark.equals(MARKS.encounterId())) {
                json.append(variables.encounterId());
            } else if (mark.equals(MARKS.authoredOn())) {
                json.append(variables.authoredOn());
            } else if (mark.equals(MARKS.due())) {
                json.append(variables.due());
            } else {
                String separator = "{\"reference\":\"";
                for (String reason : variables.reasons()) {
                    json.append(separator).append(reason).append("\"}");
                    separator = ",{\"reference\":\"";
                }
            }
        }
    }

    /** @param hapi writes the order with other variables */
    String json(DraftOrder order, Variables variables, Function<Variables, String> hapi) {
        // Sites of a body are of the record, and may be anything.
        if (!order.bodySites().isEmpty() || !variables.isPlain()) {
            return hapi.apply(variables);
        }
        Kind kind = new Kind(
                order.definition(),
                order.kind(),
                order.dosage(),
                order.priority(),
                variables.encounterId() != null,
                variables.due() != null,
                !variables.reasons().isEmpty());
        return byCode.computeIfAbsent(order.code(), code -> new ConcurrentHashMap<>())
                .computeIfAbsent(kind, each -> Prepared.of(hapi.apply(marks(each))))
                .with(variables);
    }

    private static Variables marks(Kind kind) {
        return new Variables(
                MARKS.patientId(),
                kind.hasEncounter() ? MARKS.encounterId() : null,
                MARKS.authoredOn(),
                kind.hasDue() ? MARKS.due() : null,
                kind.hasReasons() ? MARKS.reasons() : List.of());
    }
}
