package org.calcinosiscds.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.calcinosiscds.startup.StartRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** NDJSON, a line for each event; when the file is full it becomes {@code file.1}, that one {@code file.2}, and the last is deleted. */
final class AuditFile implements AuditTrail {
    private static final Logger log = LoggerFactory.getLogger(AuditFile.class);

    private final Path file;
    private final long size;
    private final int files;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean failing;

    AuditFile(AuditSettings settings) {
        this.file = Path.of(settings.file()).toAbsolutePath();
        this.size = settings.fileSize().toBytes();
        this.files = settings.files();
        try {
            append(new byte[0]);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Setting calcinosis.audit.file: " + file + " cannot be written ("
                            + e.getClass().getSimpleName() + ").",
                    "Choose a file in a folder that the service may write to.",
                    e);
        }
    }

    @Override
    public synchronized void write(String event) {
        byte[] line = (event + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            append(line);
            if (failing) {
                failing = false;
                log.atWarn().addKeyValue("file", file).log("The audit file can be written again.");
            }
        } catch (IOException e) {
            lost.incrementAndGet();
            if (!failing) {
                failing = true;
                log.atError()
                        .addKeyValue("file", file)
                        .addKeyValue("reason", e.getClass().getSimpleName())
                        .log("The audit file cannot be written; decisions are not noted.");
            }
        }
    }

    private void append(byte[] line) throws IOException {
        if (Files.exists(file) && Files.size(file) + line.length > size) {
            rotate();
        }
        if (!Files.exists(file)) {
            make();
        }
        // Opened anew for each line: a file that was moved or deleted by hand is no reason to lose any.
        Files.write(file, line, StandardOpenOption.APPEND);
    }

    @Override
    public boolean isFailing() {
        return failing;
    }

    private void rotate() throws IOException {
        for (int number = files - 1; number > 0; number--) {
            Path from = number == 1 ? file : numbered(number - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(file);
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private void make() throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileAttribute<?>[] own =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createFile(file, own);
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        // Nothing is open between two lines.
    }
}
