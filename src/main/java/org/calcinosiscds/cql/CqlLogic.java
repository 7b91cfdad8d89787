package org.calcinosiscds.cql;

import org.calcinosiscds.knowledge.CompiledLogic;
import org.cqframework.cql.elm.serializing.ElmJsonLibraryWriter;
import org.hl7.elm.r1.VersionedIdentifier;

/** Tells of the compiled knowledge base. */
final class CqlLogic implements CompiledLogic {
    private final Compiled compiled;

    CqlLogic(Compiled compiled) {
        this.compiled = compiled;
    }

    @Override
    public String elm(String library) {
        return new ElmJsonLibraryWriter().writeAsString(compiled.library(new VersionedIdentifier().withId(library)));
    }
}
