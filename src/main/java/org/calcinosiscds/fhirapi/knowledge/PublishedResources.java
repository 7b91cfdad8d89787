package org.calcinosiscds.fhirapi.knowledge;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.LibraryMediaTypes;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** The knowledge resources that are served: copies, because HAPI changes what it sends, and Libraries with their CQL. */
@Component
public class PublishedResources {
    private final KnowledgeBase knowledge;
    private final CompiledLogic logic;

    PublishedResources(KnowledgeBase knowledge, CompiledLogic logic) {
        this.knowledge = knowledge;
        this.logic = logic;
    }

    Optional<MetadataResource> find(Class<? extends MetadataResource> type, String id) {
        return knowledge.resource(type, id).map(this::whole);
    }

    /** All resources by id. They are shared and must not be changed. */
    List<MetadataResource> all(Class<? extends MetadataResource> type) {
        Collection<MetadataResource> found =
                knowledge.resources().getOrDefault(type, java.util.Map.of()).values();
        return found.stream().sorted(Comparator.comparing(Resource::getIdPart)).toList();
    }

    /** A copy to be sent. */
    MetadataResource whole(MetadataResource resource) {
        MetadataResource copy = resource.copy();
        if (copy instanceof Library library && knowledge.cql().containsKey(library.getName())) {
            fill(library);
        }
        return copy;
    }

    private void fill(Library library) {
        String name = library.getName();
        library.getContent().stream()
                .filter(content -> LibraryMediaTypes.CQL.equals(content.getContentType()))
                .forEach(content -> content.setData(
                        bytes(Objects.requireNonNull(knowledge.cql().get(name)))));
        library.addContent(new Attachment()
                .setContentType(LibraryMediaTypes.ELM)
                .setTitle(name + ".json")
                .setData(bytes(logic.elm(name))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
