package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Findings of the translation by what they are about, library and name, so that a name that is missing is reported where it is used first.
 * Another finding about the same follows from the first, which counts it.
 */
final class TranslationCauses {
    private static final Pattern INTERNAL = Pattern.compile("\\bInternal (?:translator )?error\\b");

    private final Map<List<String>, Finding> causes = new LinkedHashMap<>();
    private final List<Finding> followUps = new ArrayList<>();

    void add(List<String> about, Finding finding) {
        if (causes.computeIfPresent(about, (key, cause) -> cause.with(1)) == null) {
            causes.put(about, finding);
        } else {
            followUps.add(finding);
        }
    }

    /** In place of what was found about the same, which is no finding of its own any more. */
    void put(List<String> about, Finding finding) {
        causes.put(about, finding);
    }

    void change(List<String> about, UnaryOperator<Finding> change) {
        causes.computeIfPresent(about, (key, cause) -> change.apply(cause));
    }

    void changeAll(BiFunction<List<String>, Finding, Finding> change) {
        causes.replaceAll(change);
    }

    /** Adds what follows from a cause that has counted it. */
    void follow(Finding finding) {
        followUps.add(finding);
    }

    /** The translator fails in itself only over what has errors elsewhere. */
    void followInternalErrors() {
        List<List<String>> internal = causes.entrySet().stream()
                .filter(each -> INTERNAL.matcher(each.getValue().message()).find())
                .map(Map.Entry::getKey)
                .toList();
        Optional<List<String>> first = causes.entrySet().stream()
                .filter(each -> isError(each.getValue()) && !internal.contains(each.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
        for (List<String> each : first.isPresent() ? internal : List.<List<String>>of()) {
            Finding follows = Objects.requireNonNull(causes.remove(each));
            change(first.get(), cause -> cause.with(1 + follows.consequences()));
            followUps.add(follows);
        }
    }

    @Nullable
    Finding get(List<String> about) {
        return causes.get(about);
    }

    boolean hasErrors() {
        return causes.values().stream().anyMatch(TranslationCauses::isError);
    }

    List<Finding> findings() {
        return List.copyOf(causes.values());
    }

    /** What follows from the causes. */
    List<Finding> followUps() {
        return followUps;
    }

    private static boolean isError(Finding finding) {
        return finding.severity() == Finding.Severity.ERROR;
    }
}
