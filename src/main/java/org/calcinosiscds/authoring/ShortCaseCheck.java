package org.calcinosiscds.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.shortcase.CaseDefect;
import org.calcinosiscds.authoring.shortcase.CodeSystemNames;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import org.calcinosiscds.authoring.shortcase.ShortCase;
import org.calcinosiscds.authoring.shortcase.ShortCaseReader;
import org.jspecify.annotations.Nullable;

/**
 * Whether the short cases of a folder can be read, and name rules, problems, orders and units that exist. Repeated, it reads those whose
 * text has changed, and all when other names are known.
 */
final class ShortCaseCheck {
    private final Path folder;
    private @Nullable Names names;
    private FileReadings<List<CaseDefect>> readings = new FileReadings<>((file, text) -> List.of());

    /** What decides besides the text of a case how it is read; which units there are is always the same. */
    private record Names(CodeSystemNames systems, Map<String, Set<String>> known, Set<String> units) {}

    /** @param folder of content */
    ShortCaseCheck(Path folder) {
        this.folder = folder;
    }

    void run(KnownNames known, MissingCodes missing, List<Finding> findings) {
        Path root = folder.resolve(ContentCase.TESTS);
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            follow(CodeSystemNames.in(root), known);
            for (Path file : files.filter(each -> each.toString().endsWith(ShortCase.SUFFIX))
                    .toList()) {
                for (CaseDefect each : readings.of(file)) {
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

    private void follow(CodeSystemNames systems, KnownNames known) {
        Names now = new Names(systems, known.names(), known.units());
        if (!now.equals(names)) {
            names = now;
            readings = new FileReadings<>(
                    (file, text) -> ShortCaseReader.read(text, systems, known).defects());
        }
    }
}
