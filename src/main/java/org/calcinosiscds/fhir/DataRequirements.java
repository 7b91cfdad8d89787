package org.calcinosiscds.fhir;

import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * What the rules read of a record. That must be FHIR R4; an error in other data cannot change an answer.
 *
 * <p>Types and elements are named as FHIR names them: {@code Observation}, {@code Observation.component}, {@code Quantity}; choice
 * elements without {@code [x]}.
 */
public interface DataRequirements {
    /** Everything is read, as for expressions of authors, which are not known beforehand. */
    DataRequirements EVERYTHING = everything(CodeSystemUris.AS_SENT);

    /** Everything is read. */
    static DataRequirements everything(CodeSystemUris codeSystems) {
        return new Everything(codeSystems);
    }

    /** @param codeSystems how identifiers of code systems are understood */
    record Everything(CodeSystemUris codeSystems) implements DataRequirements {
        @Override
        public boolean readsType(String resourceType) {
            return true;
        }

        @Override
        public boolean readsElement(String type, String element) {
            return true;
        }

        @Override
        public Set<String> codeElements(String resourceType) {
            return Set.of();
        }

        @Override
        public boolean readsCodesOf(Resource resource) {
            return true;
        }
    }

    /** Whether resources of the type are read. */
    boolean readsType(String resourceType);

    /** Whether an element of a resource type, data type or backbone element is read. */
    boolean readsElement(String type, String element);

    /**
     * The elements by whose codes resources of a type are looked for, such as {@code code} and {@code value}; empty when every resource
     * of the type is read.
     */
    Set<String> codeElements(String resourceType);

    /** Whether a resource of a type that is read has a code that the rules look for. */
    boolean readsCodesOf(Resource resource);

    /** How the record names code systems, so that the codes are found. */
    CodeSystemUris codeSystems();
}
