package org.calcinosiscds.population;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.calcinosiscds.assess.PatientAssessments;

/**
 * A file with resources.
 *
 * @param number of the file in the order of the paths, from 0
 * @param isOneDocument whether it holds one resource or Bundle, and not one in each line
 */
record InputFile(int number, String path, long bytes, boolean isGzip, boolean isOneDocument) implements Serializable {
    InputStream open() throws IOException {
        BufferedInputStream file = new BufferedInputStream(Files.newInputStream(Path.of(path)), 1 << 16);
        return isGzip ? new BufferedInputStream(PatientAssessments.uncompressed(file), 1 << 16) : file;
    }

    /** SHA-256 of the file as it is stored. */
    String sha256() {
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
