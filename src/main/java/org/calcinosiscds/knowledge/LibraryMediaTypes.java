package org.calcinosiscds.knowledge;

/** Media types of what a Library holds. Source: Using CQL with FHIR 2.0.0, "Library Resources". */
public final class LibraryMediaTypes {
    public static final String CQL = "text/cql";

    /** ELM in JSON. */
    public static final String ELM = "application/elm+json";

    private LibraryMediaTypes() {}
}
