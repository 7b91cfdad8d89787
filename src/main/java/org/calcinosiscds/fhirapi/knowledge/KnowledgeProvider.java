package org.calcinosiscds.fhirapi.knowledge;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.RawParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.StringAndListParam;
import ca.uhn.fhir.rest.param.TokenAndListParam;
import ca.uhn.fhir.rest.param.UriAndListParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.jspecify.annotations.Nullable;

/** Reads and searches knowledge resources of one type. */
public final class KnowledgeProvider<R extends MetadataResource> implements IResourceProvider {
    private final Class<R> type;
    private final PublishedResources publication;

    public KnowledgeProvider(Class<R> type, PublishedResources publication) {
        this.type = type;
        this.publication = publication;
    }

    @Override
    public Class<R> getResourceType() {
        return type;
    }

    @Read
    public MetadataResource read(@IdParam IdType id) {
        return publication
                .find(type, id.getIdPart())
                .orElseThrow(() -> new RequestException(
                        Status.NOT_FOUND,
                        List.of(new OutcomeIssue("not-found", "There is no resource of this type and id.", null))));
    }

    /** @param unknown all other parameters of the request */
    @Search(allowUnknownParams = true)
    public Bundle search(
            @OptionalParam(name = "_id") @Nullable TokenAndListParam ids,
            @OptionalParam(name = "url") @Nullable UriAndListParam urls,
            @OptionalParam(name = "name") @Nullable StringAndListParam names,
            @OptionalParam(name = "version") @Nullable TokenAndListParam versions,
            @RawParam @Nullable Map<String, List<String>> unknown,
            RequestDetails request) {
        SearchResult.requireKnown(request.getParameters().keySet());
        List<MetadataResource> found = publication.all(type).stream()
                .filter(resource -> SearchParameters.anyToken(ids, resource.getIdPart())
                        && SearchParameters.anyUri(urls, resource.getUrl())
                        && SearchParameters.anyText(names, resource.getName())
                        && SearchParameters.anyToken(versions, resource.getVersion()))
                .toList();
        return new SearchResult(found, request).page(publication);
    }
}
