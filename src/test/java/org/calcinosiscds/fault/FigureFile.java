package org.calcinosiscds.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Rows of the table of figures. */
final class FigureFile {
    private static final Path FILE = Path.of("target/fault/figures.md");

    private FigureFile() {}

    /** @param format of the figure, as in {@link String#format} */
    static synchronized void row(String run, String format, Object... values) throws IOException {
        Files.createDirectories(FILE.getParent());
        String row = "| " + run + " | " + String.format(Locale.ROOT, format, values) + " |\n";
        Files.writeString(FILE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.print(row);
    }
}
