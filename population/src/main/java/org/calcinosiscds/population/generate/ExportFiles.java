package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The files of an export in one of the layouts. Nothing that is written stays in memory. */
interface ExportFiles extends Closeable {
    /** Writes a patient. @param shared resources of nobody to which the patient's refer */
    void patient(String id, List<ObjectNode> resources, List<ObjectNode> shared) throws IOException;

    /** Writes a line that is flawed. @param type of the resource that it was to be */
    void flawed(String id, String type, byte[] line) throws IOException;

    /** Writes what is there once. The manifest then names all files. */
    void end(List<ObjectNode> shared) throws IOException;

    /** Number of resources and flawed lines. */
    long lines();
}
