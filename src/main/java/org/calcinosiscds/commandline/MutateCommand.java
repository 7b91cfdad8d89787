package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.Mutant;
import org.calcinosiscds.authoring.MutantFinder;
import org.calcinosiscds.authoring.MutationRun;
import org.calcinosiscds.authoring.MutationRun.Outcome;
import org.calcinosiscds.authoring.MutationRun.Result;
import org.calcinosiscds.authoring.RuleIds;
import org.calcinosiscds.authoring.SurvivorReasons;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code mutate}: whether the cases notice small changes of the CQL. */
@Command(
        name = "mutate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Changes the CQL at one place at a time and prints the changes that no case notices.",
            "It changes edges of comparisons, numbers by one step of their last digit, units, and/or, exists, not, statuses,",
            "value sets, sort and the rules of \"Rules\".",
            "A change that is meant to survive has its reason in fhir-resources/tests/surviving-mutants.csv."
        },
        footer = {
            "",
            "Example: all changes of one rule.",
            "  cds mutate --rule CC-043",
            "Example: 100 changes of all rules, others with another seed.",
            "  cds mutate --limit 100 --seed 7",
            "",
            "Exit codes: 0 every survivor has a reason, 1 one has none or a reason is out of date, 2 the command line is wrong,",
            "3 the content is defective or a case fails."
        })
public final class MutateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Option(names = "--rule", paramLabel = "ID", description = "Only what this rule uses of its library.")
    private @Nullable String rule;

    @Option(names = "--library", paramLabel = "NAME", description = "Only changes of this library.")
    private @Nullable String library;

    @Option(names = "--limit", paramLabel = "NUMBER", description = "At most so many changes, chosen by the seed.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Chooses the changes of --limit; 1 by default.")
    private long seed = 1;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private Format format = Format.text;

    /** Names are those of the option. */
    enum Format {
        text,
        json
    }

    /**
     * What programs read.
     *
     * @param refused changes that the checks refuse, which are not among those that are made
     * @param outOfDate what is wrong with reasons
     */
    record Mutations(long made, long noticed, long refused, List<Survivor> survivors, List<String> outOfDate) {}

    /** @param nearest case that comes nearest to noticing it; empty when none evaluates it */
    record Survivor(
            String file,
            int line,
            int column,
            String library,
            String definition,
            String change,
            int number,
            String nearest,
            @Nullable String reason) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        Content.Folder content = new Content.Folder(folder);
        if (!content.isContent()) {
            messages.println(content.withoutContent());
            return 2;
        }
        if (rule != null) {
            Optional<String> missing = RuleIds.missing(rule, content.texts());
            if (missing.isPresent()) {
                messages.println(missing.get());
                return 2;
            }
        }
        SurvivorReasons reasons = SurvivorReasons.in(folder);
        List<ContentCase> cases = ContentCase.in(folder);
        MutantFinder finder = new MutantFinder(content.texts());
        List<Mutant> all = finder.all();
        List<Mutant> chosen = chosen(finder, all);
        if (chosen.isEmpty() || cases.isEmpty()) {
            messages.println(cases.isEmpty() ? "There are no cases." : "There is nothing of it that can be changed.");
            return 2;
        }
        messages.printf(
                "Making %d of %s of %s; running all %s first.%n",
                chosen.size(), Plural.of(all.size(), "change"), content.name(), Plural.of(cases.size(), "case"));
        messages.flush();
        List<Outcome> outcomes = run(content, cases, chosen, reasons, format == Format.text ? out : null, messages);
        List<String> outOfDate = reasons.outOfDate(all, outcomes);
        Mutations found = found(outcomes, reasons, outOfDate);
        if (format == Format.json) {
            out.println(new JsonMapper().writeValueAsString(found));
        } else {
            outOfDate.forEach(out::println);
            print(found, out);
        }
        out.flush();
        return unexplained(found) > 0 || !outOfDate.isEmpty() ? 1 : 0;
    }

    /** By library, because each change back and forth between libraries is a translation. */
    private List<Mutant> chosen(MutantFinder finder, List<Mutant> all) {
        Set<Mutant.Key> ofRule = rule == null ? Set.of() : finder.ofRule(rule, all);
        List<Mutant> chosen = new ArrayList<>(all.stream()
                .filter(each -> library == null || each.library().equals(library))
                .filter(each -> rule == null || ofRule.contains(each.key()))
                .toList());
        if (chosen.size() > limit) {
            Collections.shuffle(chosen, new Random(seed));
            chosen.subList(limit, chosen.size()).clear();
            chosen.sort(Comparator.comparing(Mutant::library).thenComparingInt(Mutant::start));
        }
        return chosen;
    }

    private static List<Outcome> run(
            Content content,
            List<ContentCase> cases,
            List<Mutant> chosen,
            SurvivorReasons reasons,
            @Nullable PrintWriter out,
            PrintWriter messages)
            throws IOException {
        Progress progress = new Progress(messages);
        List<Outcome> outcomes = new ArrayList<>();
        try (MutationRun run =
                MutationRun.of(content, cases, done -> progress.at(() -> done + " of " + cases.size() + " cases"))) {
            run.run(chosen, outcome -> {
                outcomes.add(outcome);
                if (out != null && isSurvivor(outcome)) {
                    progress.end();
                    print(outcome, reasons.byMutant().get(outcome.mutant().key()), out);
                }
                progress.at(() -> outcomes.size() + " of " + chosen.size() + " changes");
            });
        }
        progress.end();
        return outcomes;
    }

    private static boolean isSurvivor(Outcome outcome) {
        return outcome.result() == Result.SURVIVES || outcome.result() == Result.NOT_REACHED;
    }

    private static void print(Outcome outcome, @Nullable String reason, PrintWriter out) {
        Mutant mutant = outcome.mutant();
        out.printf(
                "%s:%d:%d  %s%n    %s%n",
                mutant.file(),
                mutant.position().line(),
                mutant.position().column(),
                mutant.key(),
                outcome.nearest().isEmpty() ? "No case evaluates it." : "Nearest case: " + outcome.nearest());
        if (reason != null) {
            out.println("    Reason: " + reason);
        }
        out.flush();
    }

    private static Mutations found(List<Outcome> outcomes, SurvivorReasons reasons, List<String> outOfDate) {
        long refused = outcomes.stream()
                .filter(each -> each.result() == Result.REFUSED)
                .count();
        List<Survivor> survivors = outcomes.stream()
                .filter(MutateCommand::isSurvivor)
                .map(outcome -> survivor(outcome, reasons))
                .toList();
        long made = outcomes.size() - refused;
        return new Mutations(made, made - survivors.size(), refused, survivors, outOfDate);
    }

    private static Survivor survivor(Outcome outcome, SurvivorReasons reasons) {
        Mutant mutant = outcome.mutant();
        return new Survivor(
                mutant.file(),
                mutant.position().line(),
                mutant.position().column(),
                mutant.library(),
                mutant.definition(),
                mutant.change(),
                mutant.number(),
                outcome.nearest(),
                reasons.byMutant().get(mutant.key()));
    }

    private static long unexplained(Mutations found) {
        return found.survivors().stream().filter(each -> each.reason() == null).count();
    }

    private static void print(Mutations found, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d of %d changes are noticed by a case (%.1f %%); %d survive with a reason, %d without; %d more are refused by the checks.%n",
                found.noticed(),
                found.made(),
                found.made() == 0 ? 100.0 : 100.0 * found.noticed() / found.made(),
                found.survivors().size() - unexplained(found),
                unexplained(found),
                found.refused());
    }
}
