package org.calcinosiscds.fhirapi.knowledge;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.knowledge.Canonicals;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the knowledge resource that an operation is called on: by id in the address, or by {@code url}. */
@Component
public class CanonicalResolver {
    private final KnowledgeBase knowledge;

    CanonicalResolver(KnowledgeBase knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * The resource. It is shared and must not be changed.
     *
     * @param id in the address; null when the operation was called on the type
     * @throws RequestException with 404 when there is none, with 400 when it was named twice or not at all
     */
    public <R extends MetadataResource> R named(Class<R> type, @Nullable IdType id, OperationInput input) {
        String url = input.text("url");
        if ((id == null) == (url == null)) {
            throw RequestException.badRequest(
                    input.location("url"),
                    "The " + type.getSimpleName()
                            + " is named by its id in the address or by parameter 'url', by one of them.");
        }
        Optional<MetadataResource> found = id != null ? knowledge.resource(type, id.getIdPart()) : byUrl(type, url);
        return type.cast(found.orElseThrow(() -> new RequestException(
                Status.NOT_FOUND,
                List.of(new OutcomeIssue(
                        "not-found",
                        "There is no such " + type.getSimpleName() + ".",
                        id == null ? input.location("url") : null)))));
    }

    private Optional<MetadataResource> byUrl(Class<? extends MetadataResource> type, @Nullable String canonical) {
        return knowledge.resources().getOrDefault(type, java.util.Map.of()).values().stream()
                .filter(resource -> canonical != null && Canonicals.matches(resource, canonical))
                .findFirst();
    }
}
