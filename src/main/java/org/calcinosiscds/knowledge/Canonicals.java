package org.calcinosiscds.knowledge;

import org.hl7.fhir.r4.model.MetadataResource;

/** Canonicals of resources, some of which have no version. */
public final class Canonicals {
    private Canonicals() {}

    /** The url, with the version where there is one. */
    public static String of(MetadataResource resource) {
        return resource.getVersion() != null ? resource.getUrl() + "|" + resource.getVersion() : resource.getUrl();
    }

    /** Whether a canonical, with or without its version, is that of the resource. */
    public static boolean matches(MetadataResource resource, String canonical) {
        return canonical.equals(resource.getUrl()) || canonical.equals(of(resource));
    }
}
