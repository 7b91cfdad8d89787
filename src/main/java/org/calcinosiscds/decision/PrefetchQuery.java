package org.calcinosiscds.decision;

import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One prefetch template.
 *
 * @param template FHIR read or search relative to the FHIR base, with {@code {{context.patientId}}}; under 2,000
 *     characters
 * @param resourceType what it yields first, such as {@code Observation}
 * @param recent the same without what is too old to be looked at, with {@code {{today() - 92 days}}} for clients of CDS Hooks 3.0;
 *     the template itself when nothing is too old
 * @param byCategory one search in place of all those of the type, for servers whose resources of the type all have a category; null
 *     when there is none
 */
public record PrefetchQuery(
        String template,
        String resourceType,
        String recent,
        @Nullable String byCategory) {
    /** What rules only profit from: a record without it is judged all the same, and the type counts as not available. */
    private static final Set<String> OPTIONAL = Set.of("DiagnosticReport", "QuestionnaireResponse");

    private static final String PATIENT = "{{context.patientId}}";
    private static final Pattern DAYS_AGO = Pattern.compile("\\{\\{today\\(\\) - (\\d{1,5}) days}}");

    public PrefetchQuery(String template, String resourceType) {
        this(template, resourceType, template, null);
    }

    public PrefetchQuery(String template, String resourceType, String recent) {
        this(template, resourceType, recent, null);
    }

    /** Whether it reads one resource, such as the Patient, and does not search. */
    public boolean isRead() {
        return template.indexOf('?') < 0;
    }

    /**
     * One search in place of all those of the type.
     *
     * @param haveCategories whether every resource of the type has a category on the server
     */
    public String together(String patientId, boolean haveCategories) {
        return haveCategories && byCategory != null
                ? byCategory.replace(PATIENT, patientId)
                : resourceType + "?patient=" + patientId + "&_count=1000";
    }

    /** Whether a patient can be assessed without the result of this query. */
    public boolean isOptional() {
        return OPTIONAL.contains(resourceType);
    }

    /** What is asked of a FHIR server about one patient on one day, without what is too old to be looked at. */
    public String query(String patientId, LocalDate today) {
        return DAYS_AGO.matcher(recent.replace(PATIENT, patientId))
                .replaceAll(
                        days -> today.minusDays(Long.parseLong(days.group(1))).toString());
    }
}
