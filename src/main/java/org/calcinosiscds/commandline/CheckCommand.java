package org.calcinosiscds.commandline;

import ca.uhn.fhir.context.FhirContext;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CheckReport;
import org.calcinosiscds.authoring.ContentCheck;
import org.calcinosiscds.authoring.Explanations;
import org.calcinosiscds.authoring.Finding;
import org.calcinosiscds.authoring.FindingReport;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code check}: what is wrong with content, without serving it. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Finds what is wrong with the content in a folder: CQL, value sets, plans, rules.",
        footer = {
            "",
            "Each cause is reported once; of what follows from it only the number.",
            "Example: the content of this folder, for programs.",
            "  cds check --format json .",
            "",
            "Exit codes: 0 no findings, 1 errors or warnings, 2 the command line is wrong, 3 it failed."
        })
public final class CheckCommand implements Callable<Integer> {
    /** How findings are printed. */
    enum Format {
        text,
        json,
        sarif,
        junit
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "Folder with cql and fhir-resources; . by default.")
    private Path folder = Path.of(".");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (default), json, sarif for code scanners, junit for build servers.")
    private Format format = Format.text;

    @Option(names = "--all", description = "Print what follows from an error too.")
    private boolean all;

    @Option(
            names = "--explain",
            paramLabel = "CODE",
            description = "Print what a code means, why it matters and how to correct it, such as CDS012.")
    private @Nullable String explained;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        if (explained != null) {
            Optional<String> page = Explanations.of(explained);
            page.ifPresentOrElse(out::print, () -> messages.println("There is no code " + explained + "."));
            out.flush();
            return page.isPresent() ? 0 : 2;
        }
        for (String part : new String[] {Content.CQL, Content.RESOURCES}) {
            if (!Files.isDirectory(folder.resolve(part))) {
                messages.println(folder + " is not a folder of content: " + part + " is missing.");
                return 2;
            }
        }
        messages.println("Checking the content of " + new Content.Folder(folder).name() + ".");
        messages.flush();
        long start = System.nanoTime();
        CheckReport report = ContentCheck.of(folder, FhirContext.forR4Cached());
        switch (format) {
            case json -> out.println(new JsonMapper().writeValueAsString(report));
            case sarif -> out.print(FindingReport.sarif(report.findings()));
            case junit -> out.print(FindingReport.junit(report.findings()));
            case text -> print(report, (System.nanoTime() - start) / 1e9, out);
        }
        out.flush();
        return report.findings().isEmpty() ? 0 : 1;
    }

    private void print(CheckReport report, double seconds, PrintWriter out) {
        for (Finding finding : report.findings()) {
            out.println(FindingText.of(finding, Terminal.ansi()));
            if (finding.consequences() > 0) {
                out.println("    " + finding.consequences()
                        + (finding.consequences() == 1 ? " more message follows" : " more messages follow")
                        + " from it" + (all ? "." : " (check --all)."));
            }
        }
        if (all && !report.followUps().isEmpty()) {
            out.println();
            out.println("What follows from these errors:");
            report.followUps().forEach(finding -> out.println(FindingText.of(finding, Terminal.ansi())));
        }
        out.println(String.format(
                Locale.ROOT,
                "%d %s in %d libraries, %d value sets, %d plans. %.1f s",
                report.findings().size(),
                report.findings().size() == 1 ? "finding" : "findings",
                report.libraries(),
                report.valueSets(),
                report.plans(),
                seconds));
    }
}
