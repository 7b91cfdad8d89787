package org.calcinosiscds.commandline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was named on the command line to assess.
 *
 * @param names as they were given
 * @param files the files to read, also those of folders
 * @param unread files of folders that are not read
 */
record AssessSources(List<String> names, List<InputFile> files, List<InputFolder.Unread> unread) {
    private static final int NAMES_SHOWN = 3;

    /** Looks into folders. Files are not opened: one that cannot be read is reported when it is its turn. */
    static AssessSources of(List<String> names) throws IOException {
        List<InputFile> files = new ArrayList<>();
        List<InputFolder.Unread> unread = new ArrayList<>();
        for (String name : names) {
            if (name.equals(InputFile.STANDARD_INPUT) || !Files.isDirectory(Path.of(name))) {
                files.add(InputFile.of(name));
            } else {
                InputFolder folder = InputFolder.of(Path.of(name));
                files.addAll(folder.files());
                unread.addAll(folder.unread());
            }
        }
        return new AssessSources(names, files, unread);
    }

    /** What is assessed, for messages, such as {@code 12 files of export}. */
    String text() {
        return files.size() + (files.size() == 1 ? " file of " : " files of ") + namesText();
    }

    String namesText() {
        String text = String.join(
                ", ",
                names.stream()
                        .limit(NAMES_SHOWN)
                        .map(name -> name.equals(InputFile.STANDARD_INPUT) ? "standard input" : name)
                        .toList());
        return names.size() > NAMES_SHOWN ? text + " and " + (names.size() - NAMES_SHOWN) + " more" : text;
    }
}
