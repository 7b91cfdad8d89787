package org.calcinosiscds.assess;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;

/** The entries of the answer about one patient. The same record assessed for the same instant gets the same ids. */
final class PatientResources {
    private final String seed;
    private final List<BundleEntryComponent> entries = new ArrayList<>();

    /** @param seed what makes the ids those of this patient and this instant */
    PatientResources(String seed) {
        this.seed = seed;
    }

    /** The id of what the same patient has at the same instant, whenever it is asked for. */
    static String id(String seed) {
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Adds a resource and returns the reference to it. */
    String add(Resource resource) {
        String id = id(seed + '|' + entries.size());
        resource.setId(id);
        String fullUrl = "urn:uuid:" + id;
        entries.add(new BundleEntryComponent().setFullUrl(fullUrl).setResource(resource));
        return fullUrl;
    }

    List<BundleEntryComponent> entries() {
        return entries;
    }
}
