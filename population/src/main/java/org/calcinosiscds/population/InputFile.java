package org.calcinosiscds.population;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.calcinosiscds.assess.PatientAssessments;

/**
 * A file with resources.
 *
 * @param number of the file in the order of the paths, from 0
 * @param isOneDocument whether it holds one resource or Bundle, and not one in each line
 * @param isOfDeletions whether it names resources that were deleted
 */
record InputFile(int number, String path, long bytes, boolean isGzip, boolean isOneDocument, boolean isOfDeletions)
        implements Serializable {
    InputStream open() throws IOException {
        BufferedInputStream file = new BufferedInputStream(Files.newInputStream(Path.of(path)), 1 << 16);
        return isGzip ? new BufferedInputStream(PatientAssessments.uncompressed(file), 1 << 16) : file;
    }

    /** SHA-256 of the file as it is stored. */
    String sha256() {
        try {
            return Folder.sha256(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
