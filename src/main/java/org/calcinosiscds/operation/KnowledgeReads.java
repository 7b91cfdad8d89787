package org.calcinosiscds.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.http.RefusedRequestException;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.springframework.http.HttpStatus;

/** Reads knowledge resources of one type. */
final class KnowledgeReads<R extends MetadataResource> implements IResourceProvider {
    private final Class<R> type;
    private final KnowledgeBase knowledge;

    KnowledgeReads(Class<R> type, KnowledgeBase knowledge) {
        this.type = type;
        this.knowledge = knowledge;
    }

    @Override
    public Class<R> getResourceType() {
        return type;
    }

    /** A copy, because HAPI writes ids and links into what it sends. */
    @Read
    public MetadataResource read(@IdParam IdType id) {
        return knowledge
                .resource(type, id.getIdPart())
                .map(found -> type.cast(found.copy()))
                .orElseThrow(() -> new RefusedRequestException(
                        HttpStatus.NOT_FOUND,
                        List.of(new OutcomeIssue("not-found", "There is no resource of this type and id.", null))));
    }
}
