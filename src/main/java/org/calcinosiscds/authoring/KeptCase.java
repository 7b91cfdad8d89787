package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.time.AsOf;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case that an author has made of a record, and that is not in a file yet.
 *
 * @param topic a rule id, or what the case is about
 * @param name what it shows
 * @param why a sentence: why the answer is right
 */
public record KeptCase(CaseInput input, String topic, String name, String why) {
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
     * Writes the folder of the case, with the answer of now as what is expected.
     *
     * @param content folder of content
     * @return path below the folder of content
     * @throws FileAlreadyExistsException when a case has that name: names of cases are unique
     */
    public Path write(Path content, CaseRunner runner) throws IOException {
        if (ContentCase.named(content, name).isPresent()) {
            throw new FileAlreadyExistsException(name);
        }
        CaseAnswer answer = CaseAnswer.of(runner.assess(runner.request(input), input.parameters()));
        ObjectNode expected = (ObjectNode) CaseJson.read("{}");
        expected.put("why", why);
        expected.put("asOf", AsOf.text(input.asOf()));
        if (input.userType() != null) {
            expected.put("user", input.userType());
        }
        Path path = Path.of(ContentCase.TESTS, input.hook(), topic, name);
        Path folder = content.resolve(path);
        Files.createDirectories(Objects.requireNonNull(folder.getParent()));
        Files.createDirectory(folder);
        Files.writeString(folder.resolve(ContentCase.BUNDLE), input.bundle());
        if (!input.context().isEmpty()) {
            write(folder.resolve(ContentCase.CONTEXT), input.context());
        }
        write(folder.resolve(ContentCase.EXPECTED), CaseUpdate.of(expected, answer));
        return path;
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
