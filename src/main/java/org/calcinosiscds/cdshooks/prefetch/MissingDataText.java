package org.calcinosiscds.cdshooks.prefetch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.decision.DecisionService.NotEvaluated;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.DataGap.Cause;

/** Why data is missing, and how a clinician is told. */
public final class MissingDataText {
    private MissingDataText() {}

    /** The cause that a clinician is told when a FHIR server gave no answer. */
    static Cause cause(Problem problem) {
        return switch (problem) {
            case TIMEOUT -> Cause.TIMEOUT;
            case PERMISSION -> Cause.PERMISSION;
            case TOO_LARGE, MEMORY, TOO_MANY_PAGES, TOO_MANY_REFERENCES -> Cause.SIZE;
            case UNREACHABLE, STATUS, FAILED, REDIRECT, UNREADABLE, VERSION, PAGES, RESTING, BUSY -> Cause.SERVER;
        };
    }

    /** The same where a part of the rules could be judged, with the names of the problems that were not. */
    public static NotEvaluated partWords(NotEvaluated words, List<DataGap> gaps, Set<String> unjudged) {
        String names = unjudged.stream()
                .map(problem -> words.problems().getOrDefault(problem, problem))
                .collect(Collectors.joining("; "));
        return words(
                new NotEvaluated(
                        words.partSummary(),
                        "%s %s.".formatted(words.partDetail(), names),
                        words.causes(),
                        words.types()),
                gaps);
    }

    /** The words of a service with one more line for each cause, which names what is missing for it. */
    public static NotEvaluated words(NotEvaluated words, List<DataGap> gaps) {
        Map<String, TreeSet<String>> typesByCause = new TreeMap<>();
        for (DataGap gap : gaps) {
            String cause = words.causes().get(gap.cause().code());
            if (cause != null) {
                typesByCause
                        .computeIfAbsent(cause, each -> new TreeSet<>())
                        .add(words.types().getOrDefault(gap.resourceType(), gap.resourceType()));
            }
        }
        String lines = typesByCause.entrySet().stream()
                .map(entry -> "\n- %s: %s".formatted(String.join(", ", entry.getValue()), entry.getKey()))
                .collect(Collectors.joining());
        return lines.isEmpty() ? words : new NotEvaluated(words.summary(), words.detail() + "\n" + lines);
    }
}
