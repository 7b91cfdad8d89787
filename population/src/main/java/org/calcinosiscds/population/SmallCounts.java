package org.calcinosiscds.population;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which counts are not shown because they are of so few people that one might be recognised. None is no count of people. */
record SmallCounts(long least) {
    boolean isHidden(long count) {
        return count > 0 && count < least;
    }

    /**
     * Which parts of a whole are not shown. Where that would be one alone, it is the difference between the whole and the others; so the
     * smallest of these is not shown either.
     *
     * @param counts by the name of the part
     */
    TreeSet<String> hidden(Map<String, Long> counts) {
        TreeSet<String> hidden = new TreeSet<>();
        counts.forEach((name, count) -> {
            if (isHidden(count)) {
                hidden.add(name);
            }
        });
        if (hidden.size() == 1) {
            Optional<Map.Entry<String, Long>> smallest = counts.entrySet().stream()
                    .filter(part -> part.getValue() > 0 && !hidden.contains(part.getKey()))
                    .min(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
            smallest.ifPresent(part -> hidden.add(part.getKey()));
        }
        return hidden;
    }
}
