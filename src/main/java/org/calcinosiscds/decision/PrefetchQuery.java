package org.calcinosiscds.decision;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One prefetch template.
 *
 * @param template FHIR read or search relative to the FHIR base, with {@code {{context.patientId}}}; under 2,000
 *     characters
 * @param resourceType what it yields first, such as {@code Observation}
 * @param recent the same without what is too old to be looked at, with {@code {{today() - 92 days}}} for clients of CDS Hooks 3.0;
 *     the template itself when nothing is too old
 * @param parts several searches in place of this one, which a server answers side by side, without what is too old; empty when there
 *     are none
 */
public record PrefetchQuery(String template, String resourceType, String recent, List<String> parts) {
    /** Number of results requested in one page. */
    public static final int PAGE = 1000;

    /** What rules only profit from: a record without it is judged all the same, and the type counts as not available. */
    private static final Set<String> OPTIONAL = Set.of("DiagnosticReport", "QuestionnaireResponse");

    private static final String PATIENT = "{{context.patientId}}";
    private static final Pattern DAYS_AGO = Pattern.compile("\\{\\{today\\(\\) - (\\d{1,5}) days}}");

    public PrefetchQuery(String template, String resourceType) {
        this(template, resourceType, template);
    }

    public PrefetchQuery(String template, String resourceType, String recent) {
        this(template, resourceType, recent, List.of());
    }

    /** Whether it reads one resource, such as the Patient, and does not search. */
    public boolean isRead() {
        return template.indexOf('?') < 0;
    }

    /** Whether a patient can be assessed without the result of this query. */
    public boolean isOptional() {
        return OPTIONAL.contains(resourceType);
    }

    /** The query for one patient on one day, without resources that are too old to matter. */
    public String query(String patientId, LocalDate today) {
        return about(recent, patientId, today);
    }

    /** The same in parts; empty when there are none. */
    public List<String> parts(String patientId, LocalDate today) {
        return parts.stream().map(part -> about(part, patientId, today)).toList();
    }

    /** Everything of the type, also what has no category where the template asks for all categories. */
    public String everything(String patientId) {
        return "%s?patient=%s&_count=%d".formatted(resourceType, patientId, PAGE);
    }

    private static String about(String search, String patientId, LocalDate today) {
        return DAYS_AGO.matcher(search.replace(PATIENT, patientId))
                .replaceAll(
                        days -> today.minusDays(Long.parseLong(days.group(1))).toString());
    }
}
