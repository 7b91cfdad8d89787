package org.calcinosiscds.authoring;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The content of a folder at one moment.
 *
 * @param folder that has {@code cql} and {@code fhir-resources}
 * @param runner answers from the last content without defects
 * @param texts of the files of that content, by path
 * @param version SHA-256 of that content
 * @param folderVersion SHA-256 of the files as they are; it differs from {@code version} while they have defects
 * @param findings what is wrong with the files; empty when nothing is
 * @param changed the rules that the last change of {@code version} can reach
 */
public record ContentState(
        Path folder,
        CaseRunner runner,
        Map<String, String> texts,
        String version,
        String folderVersion,
        List<Finding> findings,
        ChangedRules changed) {
    /** Whether the answers are those of the files as they are. */
    public boolean isCurrent() {
        return version.equals(folderVersion);
    }
}
