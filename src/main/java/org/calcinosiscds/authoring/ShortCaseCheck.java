package org.calcinosiscds.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.shortcase.CaseDefect;
import org.calcinosiscds.authoring.shortcase.CodeSystemNames;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import org.calcinosiscds.authoring.shortcase.ShortCase;
import org.calcinosiscds.authoring.shortcase.ShortCaseReader;

/** Whether the short cases can be read, and name rules, problems, orders and units that exist. */
final class ShortCaseCheck {
    private ShortCaseCheck() {}

    /** @param folder of content */
    static void run(Path folder, KnownNames known, MissingCodes missing, List<Finding> findings) {
        Path root = folder.resolve(ContentCase.TESTS);
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            CodeSystemNames names = CodeSystemNames.in(root);
            for (Path file : files.filter(each -> each.toString().endsWith(ShortCase.SUFFIX))
                    .toList()) {
                for (CaseDefect each : ShortCaseReader.read(Files.readString(file), names, known)
                        .defects()) {
                    Finding finding = Finding.error(
                            folder.relativize(file).toString().replace('\\', '/'),
                            new SourcePosition(each.line(), each.column()),
                            "CDS060",
                            each.message());
                    Optional<String> list = CaseNames.list(each.what());
                    list.ifPresentOrElse(
                            found -> missing.add(found, each.name(), finding), () -> findings.add(finding));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
