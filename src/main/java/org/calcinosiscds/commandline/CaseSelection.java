package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.calcinosiscds.authoring.ChangedRules;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.RuleIds;
import org.calcinosiscds.authoring.UnrunCases;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which cases of which folder of content a command runs. */
final class CaseSelection {
    @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Option(names = "--case", paramLabel = "TEXT", description = "Only cases whose path has this text in it.")
    private String text = "";

    @Option(
            names = "--rule",
            paramLabel = "ID",
            description = "Only cases about this rule: those that expect it, and those in its folder.")
    private @Nullable String rule;

    @Option(
            names = "--library",
            paramLabel = "NAME",
            description = "Only cases about rules of this library or that use it, and those in its folder.")
    private @Nullable String library;

    Path folder() {
        return folder;
    }

    /** The rule that the command is about; null for all. */
    @Nullable
    String rule() {
        return rule;
    }

    Content.Folder content() {
        return new Content.Folder(folder);
    }

    /** The cases, by path; none when there is no content or no such case, which the messages then say. */
    List<ContentCase> cases(PrintWriter messages) throws IOException {
        if (!content().isContent()) {
            messages.println(content().withoutContent());
            return List.of();
        }
        if (library != null && !content().texts().containsKey(Content.CQL + library + ".cql")) {
            messages.println("There is no library " + library + " in " + folder.resolve(Content.CQL) + ".");
            return List.of();
        }
        UnrunCases.in(folder, ContentHooks.of(content()))
                .forEach((path, reason) -> messages.println("Not run: " + path + ". " + reason));
        List<ContentCase> all = ContentCase.in(folder);
        if (rule != null && all.stream().noneMatch(each -> each.topic().equals(rule))) {
            Optional<String> missing = RuleIds.missing(rule, content().texts());
            if (missing.isPresent()) {
                messages.println(missing.get());
                return List.of();
            }
        }
        ChangedRules using =
                library == null ? null : ChangedRules.using(library, content().texts());
        List<ContentCase> cases = all.stream()
                .filter(each -> each.toString().contains(text) && (rule == null || each.isAbout(rule)))
                .filter(each ->
                        using == null || using.reach(each) || each.topic().equals(library))
                .toList();
        if (cases.isEmpty()) {
            messages.println("There is no such case in " + folder.resolve("fhir-resources/tests") + ".");
        }
        return cases;
    }
}
