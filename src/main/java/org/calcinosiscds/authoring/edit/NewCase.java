package org.calcinosiscds.authoring.edit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.shortcase.ShortCase;
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
    /** A name in one line; of one in several the first, and the others stay for the author. */
    private static final Pattern NAME = Pattern.compile("(?m)^name:.*$");
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
        if (other.path().toString().endsWith(ShortCase.SUFFIX)) {
            edit.put(target + ShortCase.SUFFIX, shortCase(Files.readString(other.path())));
            return;
        }
        if (!Files.isRegularFile(other.path().resolve(EXPECTED))) {
            throw new RefusedEditException("The case " + other + " has no " + EXPECTED + " that can be copied.");
        }
        try (Stream<Path> files = Files.list(other.path())) {
            files.filter(Files::isRegularFile).forEach(file -> copy(edit, file, target));
        }
    }

    /** What a short case shows is its name. */
    private String shortCase(String text) {
        return NAME.matcher(text)
                .replaceFirst(Matcher.quoteReplacement(
                        "name: " + JsonFile.text(JsonFile.string(why.replaceFirst("\\.$", "")), "")));
    }

    private void copy(ContentEdit edit, Path file, String target) {
        String fileName = Objects.requireNonNull(file.getFileName()).toString();
        try {
            String text = Files.readString(file);
            if (fileName.equals(EXPECTED)) {
                text = WHY.matcher(text)
                        .replaceFirst(found ->
                                Matcher.quoteReplacement("\"why\": " + JsonFile.text(JsonFile.string(why), "")));
                text = SCENARIO.matcher(text).replaceFirst("");
            }
            edit.put(target + "/" + fileName, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
