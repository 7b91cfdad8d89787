package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.knowledge.UnresolvedValueSetException;
import org.calcinosiscds.knowledge.ValueSetExpander;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;

/** Value sets whose {@code compose} needs a terminology server, by file. */
public final class UnexpandedValueSets {
    private UnexpandedValueSets() {}

    /**
     * Finds them.
     *
     * @param contents text by path below the folder of content
     * @param name id, name or url of one; empty for all
     */
    public static Map<String, ValueSet> of(Map<String, String> contents, String name) {
        ContentResources resources = new ContentResources(contents, FhirContext.forR4Cached());
        ValueSetExpander expander =
                new ValueSetExpander(resources.of(MetadataResource.class).values());
        Map<String, ValueSet> found = new TreeMap<>();
        resources.of(ValueSet.class).forEach((file, valueSet) -> {
            boolean isNamed = name.isEmpty()
                    || name.equals(valueSet.getIdPart())
                    || name.equals(valueSet.getName())
                    || name.equals(valueSet.getUrl());
            ValueSet defined = valueSet.copy();
            defined.setExpansion(null);
            if (isNamed && valueSet.hasCompose() && !isResolved(expander, defined)) {
                found.put(file, valueSet);
            }
        });
        return found;
    }

    private static boolean isResolved(ValueSetExpander expander, ValueSet valueSet) {
        try {
            expander.codings(valueSet);
            return true;
        } catch (UnresolvedValueSetException e) {
            return false;
        }
    }
}
