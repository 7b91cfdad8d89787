package org.calcinosiscds.fhir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/** What at least one of several readers of the same record reads. */
public record CombinedRequirements(List<DataRequirements> readers) implements DataRequirements {
    @Override
    public boolean readsType(String resourceType) {
        return readers.stream().anyMatch(reader -> reader.readsType(resourceType));
    }

    @Override
    public boolean readsElement(String type, String element) {
        return readers.stream().anyMatch(reader -> reader.readsElement(type, element));
    }

    /** A reader that does not read the type has no elements either, and does not make the others read every resource. */
    @Override
    public Set<String> codeElements(String resourceType) {
        Set<String> elements = new HashSet<>();
        for (DataRequirements reader : readers) {
            if (reader.readsType(resourceType)) {
                Set<String> ofReader = reader.codeElements(resourceType);
                if (ofReader.isEmpty()) {
                    return Set.of();
                }
                elements.addAll(ofReader);
            }
        }
        return elements;
    }

    @Override
    public boolean readsCodesOf(Resource resource) {
        return readers.stream().anyMatch(reader -> reader.readsCodesOf(resource));
    }

    /** As the first of the readers understands it. */
    @Override
    public CodeSystemUris codeSystems() {
        return readers.get(0).codeSystems();
    }
}
