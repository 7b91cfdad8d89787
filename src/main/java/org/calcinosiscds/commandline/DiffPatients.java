package org.calcinosiscds.commandline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.calcinosiscds.authoring.ContentCase;
import org.jspecify.annotations.Nullable;

/** The patients for whom two versions of content are compared, read one at a time. */
interface DiffPatients extends AutoCloseable {
    boolean hasNext() throws IOException;

    ContentCase next() throws IOException;

    /** How many, for people. */
    String text();

    @Override
    void close() throws IOException;

    /**
     * Opens them.
     *
     * @param patients folder of Bundles or file with a Bundle in each line; null for the cases of the content
     */
    static DiffPatients of(@Nullable Path patients, Path content, ZonedDateTime asOf) throws IOException {
        if (patients != null && !Files.isDirectory(patients)) {
            return new OfLines(patients, asOf);
        }
        return new OfFiles(patients == null ? ContentCase.in(content) : ContentCase.ofBundles(patients, asOf));
    }

    /** Cases, or a file for each patient. */
    final class OfFiles implements DiffPatients {
        private final int count;
        private final Iterator<ContentCase> cases;

        private OfFiles(List<ContentCase> cases) {
            this.count = cases.size();
            this.cases = cases.iterator();
        }

        @Override
        public boolean hasNext() {
            return cases.hasNext();
        }

        @Override
        public ContentCase next() {
            return cases.next();
        }

        @Override
        public String text() {
            return count + " patients";
        }

        @Override
        public void close() {}
    }

    /** A Bundle in each line; empty lines are none. Gzip is told by its first bytes. */
    final class OfLines implements DiffPatients {
        private final Path file;
        private final ZonedDateTime asOf;
        private final InputFile input;
        private final BufferedReader lines;
        private @Nullable String line = "";
        private long number;

        private OfLines(Path file, ZonedDateTime asOf) throws IOException {
            this.file = file;
            this.asOf = asOf;
            this.input = InputFile.of(file.toString());
            this.lines = new BufferedReader(new InputStreamReader(input.stream(), StandardCharsets.UTF_8));
        }

        @Override
        public boolean hasNext() throws IOException {
            while (line != null && line.isBlank()) {
                line = lines.readLine();
                number++;
            }
            return line != null;
        }

        @Override
        public ContentCase next() throws IOException {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String bundle = Objects.requireNonNull(line);
            line = "";
            return ContentCase.ofLine(file, number, bundle, asOf);
        }

        @Override
        public String text() {
            return "the patients of " + file;
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
