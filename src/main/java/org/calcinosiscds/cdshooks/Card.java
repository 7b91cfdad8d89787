package org.calcinosiscds.cdshooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.calcinosiscds.decision.DecisionService.NotEvaluated;
import org.calcinosiscds.decision.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * A card of CDS Hooks 2.0.1, in the names and order of the specification.
 *
 * @param summary plain text, under 140 characters
 * @param detail GitHub-flavoured Markdown
 * @param indicator {@code info}, {@code warning} or {@code critical}
 * @param selectionBehavior null exactly when there are no suggestions
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Card(
        String uuid,
        String summary,
        String detail,
        String indicator,
        Source source,
        List<Suggestion> suggestions,
        @Nullable String selectionBehavior,
        List<Coding> overrideReasons,
        List<Link> links,
        Extension extension) {

    Card {
        if (summary.isBlank() || summary.length() >= 140) {
            throw new IllegalArgumentException("A card's summary must have 1 to 139 characters.");
        }
        if (suggestions.isEmpty() != (selectionBehavior == null)) {
            throw new IllegalArgumentException("A card has a selectionBehavior exactly when it has suggestions.");
        }
    }

    /**
     * The card for a patient who could not be judged. It has no id: there is nothing in it to accept or override.
     *
     * @param missing what is missing and why, in sentences for the integrator
     */
    static Card notEvaluated(String source, NotEvaluated words, List<String> missing) {
        return new Card(
                "",
                words.summary(),
                words.detail(),
                "info",
                new Source(source, null),
                List.of(),
                null,
                List.of(),
                List.of(),
                new Extension(new MissingData(missing)));
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Source(String label, @Nullable String url) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Suggestion(String label, String uuid, List<Action> actions) {}

    /**
     * Creates or deletes one resource.
     *
     * @param resource what to create: a FHIR resource as JSON, which is written as it is
     * @param resourceId what to delete, such as {@code MedicationRequest/x}
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Action(
            String type,
            String description,
            @JsonRawValue @Nullable String resource,
            @Nullable String resourceId) {
        static Action create(String description, String resource) {
            return new Action("create", description, resource, null);
        }

        static Action delete(String description, String resourceId) {
            return new Action("delete", description, null, resourceId);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Coding(String code, String system, String display) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Link(String label, String url, String type) {}

    /** Our own extension, under the name of the vendor as CDS Hooks asks for it. */
    record Extension(@JsonProperty(VENDOR) Content content) {
        /** Key of our extensions, of cards as of requests. */
        static final String VENDOR = "org.calcinosis-cds";
    }

    /** What a card says to programs and integrators. */
    sealed interface Content {}

    /**
     * Why a card is shown, by which knowledge and when.
     *
     * @param evidence its elements are written in its place
     * @param knowledgeVersion version of the knowledge base
     * @param evaluatedAt the moment that the rules treated as now, to the second
     */
    record DatedEvidence(@JsonUnwrapped Evidence evidence, String knowledgeVersion, String evaluatedAt)
            implements Content {}

    /** Why a patient could not be judged. */
    record MissingData(List<String> missing) implements Content {}
}
