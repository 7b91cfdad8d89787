package org.calcinosiscds.knowledge;

/** What the translated CQL can tell about itself. Safe for use by many threads. */
public interface CompiledLogic {
    /**
     * ELM of a library in JSON.
     *
     * @param library name of a Library of the knowledge base
     */
    String elm(String library);
}
