package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.calcinosiscds.authoring.shortcase.CodeSystemNames;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import org.calcinosiscds.authoring.shortcase.ShortCase;
import org.calcinosiscds.authoring.shortcase.ShortCaseReader;
import org.calcinosiscds.authoring.shortcase.ShortCaseText;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.time.AsOf;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case that an author has made of a record, and that is not in a file yet.
 *
 * @param topic a rule id, or what the case is about
 * @param name what it shows
 * @param why a sentence: why the answer is right
 * @param isShort whether it is written in YAML and not as a folder
 */
public record KeptCase(CaseInput input, String topic, String name, String why, boolean isShort) {
    /** Of a part of the path: it stays in its folder whatever a file system makes of it. */
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*");

    /** @throws RequestException when a part of its path is not of letters, digits and hyphens */
    public KeptCase {
        requirePart("hook", input.hook());
        requirePart("topic", topic);
        requirePart("name", name);
    }

    private static void requirePart(String element, String value) {
        if (!PART.matcher(value).matches()) {
            throw RequestException.badRequest(
                    element, "The element '%s' must be of letters, digits and hyphens.".formatted(element));
        }
    }

    /**
     * Writes the case, with the answer of now as what is expected.
     *
     * @param content folder of content
     * @return path below the folder of content
     * @throws FileAlreadyExistsException when a case has that name: names of cases are unique
     * @throws RequestException when a short case cannot say the same
     */
    public Path write(Path content, CaseRunner runner) throws IOException {
        if (ContentCase.named(content, name).isPresent()) {
            throw new FileAlreadyExistsException(name);
        }
        CaseAnswer answer = answer(input, runner);
        ObjectNode expected = (ObjectNode) CaseJson.read("{}");
        expected.put("why", why);
        expected.put("asOf", AsOf.text(input.asOf()));
        if (input.userType() != null) {
            expected.put("user", input.userType());
        }
        if (!input.parameters().isEmpty()) {
            expected.set("parameters", CaseJson.of(input.parameters()));
        }
        Path cases = content.resolve(ContentCase.TESTS);
        return content.relativize(
                isShort ? writeShort(cases, expected, answer, runner) : writeFolder(cases, expected, answer));
    }

    private Path writeFolder(Path cases, ObjectNode expected, CaseAnswer answer) throws IOException {
        Path folder = topicIn(cases).resolve(name);
        Files.createDirectory(folder);
        Files.writeString(folder.resolve(ContentCase.BUNDLE), input.bundle());
        if (!input.context().isEmpty()) {
            write(folder.resolve(ContentCase.CONTEXT), input.context());
        }
        write(folder.resolve(ContentCase.EXPECTED), CaseUpdate.of(expected, answer));
        return folder;
    }

    private Path writeShort(Path cases, ObjectNode expected, CaseAnswer answer, CaseRunner runner) throws IOException {
        expected.putArray("rules");
        expected.putArray("cards");
        expected.setAll(CaseUpdate.ofShort(expected, answer));
        String text = ShortCaseText.of(expected, (ObjectNode) CaseJson.read(input.bundle()), input.context())
                .orElseThrow(KeptCase::needsAFolder);
        ShortCase read = ShortCaseReader.read(text, CodeSystemNames.in(cases), KnownNames.ANY);
        CaseInput same = new CaseInput(
                input.hook(), read.bundle(), read.context(), input.asOf(), input.userType(), input.parameters());
        if (!read.defects().isEmpty() || !answer(same, runner).equals(answer)) {
            throw needsAFolder();
        }
        Path file = topicIn(cases).resolve(name + ShortCase.SUFFIX);
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        return file;
    }

    private Path topicIn(Path cases) throws IOException {
        return Files.createDirectories(cases.resolve(input.hook()).resolve(topic));
    }

    private static RequestException needsAFolder() {
        return RequestException.unprocessable(
                "A short case cannot say the same of this record; it can be kept as a folder.");
    }

    private static CaseAnswer answer(CaseInput input, CaseRunner runner) {
        return CaseAnswer.of(runner.assess(runner.request(input), input.parameters()));
    }

    private static void write(Path file, ObjectNode json) throws IOException {
        Files.writeString(file, CaseJson.text(json));
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "KeptCase " + topic + "/" + name;
    }
}
