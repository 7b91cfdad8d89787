package org.calcinosiscds.authoring.edit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.content.JsonFile;

/**
 * A case that starts as a copy of another.
 *
 * @param topic folder of the case, such as the id of a rule; empty for that of the other case
 * @param from name of the other case
 * @param why what the case shows, a sentence
 */
public record NewCase(String name, String topic, String from, String why) {
    private static final String EXPECTED = "expected.json";
    private static final Pattern WHY = Pattern.compile("\"why\": \"(?:[^\"\\\\]|\\\\.)*\"");
    /** The number of a described scenario belongs to one case. */
    private static final Pattern SCENARIO = Pattern.compile("\\n  \"scenario\": \"[^\"]*\",");

    /** @throws RefusedEditException when the name is taken or the other case does not exist */
    public void apply(ContentEdit edit) throws IOException {
        Names.require(name, "[a-z0-9]+(-[a-z0-9]+)*", "calcium-366-days");
        Names.require(topic.isEmpty() ? "A" : topic, "[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "CC-043");
        if (!why.matches("\\S+( \\S+){2,}\\.")) {
            throw new RefusedEditException(
                    "--why is to be a sentence of at least three words that ends with a full stop,"
                            + " such as \"A calcium of two years is overdue.\"");
        }
        List<ContentCase> cases = ContentCase.in(edit.folder());
        for (ContentCase each : cases) {
            if (each.name().equals(name)) {
                throw new RefusedEditException("The case " + each + " has that name.");
            }
        }
        Names.require(from, cases.stream().map(ContentCase::name).collect(Collectors.toSet()), "fhir-resources/tests");
        ContentCase other = cases.stream()
                .filter(each -> each.name().equals(from))
                .findFirst()
                .orElseThrow();
        String target =
                "fhir-resources/tests/" + other.hook() + "/" + (topic.isEmpty() ? other.topic() : topic) + "/" + name;
        if (!Files.isRegularFile(other.path().resolve(EXPECTED))) {
            throw new RefusedEditException("The case " + other + " is no folder that can be copied.");
        }
        try (Stream<Path> files = Files.list(other.path())) {
            files.filter(Files::isRegularFile).forEach(file -> copy(edit, file, target));
        }
    }

    private void copy(ContentEdit edit, Path file, String target) {
        String fileName = Objects.requireNonNull(file.getFileName()).toString();
        try {
            String text = Files.readString(file);
            if (fileName.equals(EXPECTED)) {
                text = WHY.matcher(text)
                        .replaceFirst(found -> java.util.regex.Matcher.quoteReplacement(
                                "\"why\": " + JsonFile.text(JsonFile.string(why), "")));
                text = SCENARIO.matcher(text).replaceFirst("");
            }
            edit.put(target + "/" + fileName, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
