package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.authoring.ContentDiff.PatientDiff;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;

/** Compares what content answers about patients with what other content did, as the command {@code diff} does. */
public final class DifferenceRun extends CasesRun<PatientSource> {
    /** The content of the folder at its last commit. */
    public static final String COMMIT = "git";

    /** The content of the jar. */
    public static final String PACKAGED = "jar";

    private final String against;
    private final Path folder;
    private final CaseRunner now;
    private final DiffTotals totals = new DiffTotals();
    private final List<PatientDifferences> differences = new ArrayList<>();
    private @Nullable CaseRunner old;
    private @Nullable ContentDiff diff;
    private volatile @Nullable Differences found;

    /**
     * A patient who is answered otherwise.
     *
     * @param patient path of the case, or name of the file
     * @param gained ids of rules that are true only now
     * @param lost ids of rules that are true no more
     * @param differences a sentence for each
     */
    public record PatientDifferences(String patient, List<String> gained, List<String> lost, List<String> differences) {
        static PatientDifferences of(PatientSource each, PatientDiff diff) {
            return new PatientDifferences(
                    each.toString(),
                    without(diff.rulesAfter(), diff.rulesBefore()),
                    without(diff.rulesBefore(), diff.rulesAfter()),
                    diff.sentences());
        }

        private static List<String> without(List<String> rules, List<String> others) {
            return rules.stream().filter(rule -> !others.contains(rule)).toList();
        }
    }

    /** What was found of all patients. */
    public record Differences(
            int patients,
            long cardsForThousandBefore,
            long cardsForThousandAfter,
            Map<String, DiffTotals.Count> rules,
            List<PatientDifferences> differences) {}

    /**
     * A run that has not begun.
     *
     * @param against {@link #COMMIT}, {@link #PACKAGED}, or path of a folder, package or jar with content
     * @param folder of the content
     * @param now answers from that content
     */
    public DifferenceRun(String against, Path folder, CaseRunner now, List<? extends PatientSource> patients) {
        super(List.copyOf(patients));
        this.against = against;
        this.folder = folder;
        this.now = now;
    }

    @Override
    void begin() throws IOException {
        old = CaseRunner.of(content());
        diff = new ContentDiff(old, now);
    }

    private Content content() throws IOException {
        return switch (against) {
            case COMMIT -> new Content.Texts("commit", CommittedContent.texts(folder));
            case PACKAGED -> new Content.Packaged();
            default -> Content.at(folder.resolve(against));
        };
    }

    @Override
    void run(PatientSource each) throws IOException {
        PatientDiff compared = Objects.requireNonNull(diff).compare(each);
        totals.add(compared);
        if (!compared.sentences().isEmpty()) {
            differences.add(PatientDifferences.of(each, compared));
        }
    }

    @Override
    void finish() {
        found = new Differences(
                totals.patients(),
                totals.cardsOfThousand().get(0),
                totals.cardsOfThousand().get(1),
                Map.copyOf(totals.rules()),
                List.copyOf(differences));
    }

    @Override
    void close() {
        if (old != null) {
            old.close();
        }
    }

    /** Null until the run has come to its end. */
    public @Nullable Differences found() {
        return found;
    }
}
