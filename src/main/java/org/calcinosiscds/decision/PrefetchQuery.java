package org.calcinosiscds.decision;

import java.time.LocalDate;
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
 */
public record PrefetchQuery(String template, String resourceType, String recent) {
    /** What rules only profit from: a record without it is judged all the same, and the type counts as not available. */
    private static final Set<String> OPTIONAL = Set.of("DiagnosticReport", "QuestionnaireResponse");

    private static final Pattern DAYS_AGO = Pattern.compile("\\{\\{today\\(\\) - (\\d{1,5}) days}}");

    public PrefetchQuery(String template, String resourceType) {
        this(template, resourceType, template);
    }

    /** Whether a record can be judged without the answer. */
    public boolean isOptional() {
        return OPTIONAL.contains(resourceType);
    }

    /**
     * What is asked of a FHIR server about one patient on one day.
     *
     * @param isVersion3 whether the client knows what the recent template needs of its server
     */
    public String query(String patientId, LocalDate today, boolean isVersion3) {
        return DAYS_AGO.matcher((isVersion3 ? recent : template).replace("{{context.patientId}}", patientId))
                .replaceAll(
                        days -> today.minusDays(Long.parseLong(days.group(1))).toString());
    }
}
