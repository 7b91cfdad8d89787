package org.calcinosiscds.order;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/** Names for what is being written and has no id yet: CQL tells drafts apart by reference. */
public final class DraftNames {
    private DraftNames() {}

    /**
     * Gives each resource without an id one that no other has: {@code draft-1}, {@code draft-2} and so on.
     *
     * @param taken references that are in use already
     * @return references of those that were named here
     */
    public static Set<String> give(Collection<Resource> resources, Set<String> taken) {
        Set<String> named = new LinkedHashSet<>();
        int number = 0;
        for (Resource resource : resources) {
            if (resource.getIdPart() == null) {
                do {
                    resource.setId("draft-" + ++number);
                } while (taken.contains(reference(resource)));
                named.add(reference(resource));
            }
        }
        return named;
    }

    /** Type and id, such as {@code MedicationRequest/draft-1}. */
    public static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }
}
