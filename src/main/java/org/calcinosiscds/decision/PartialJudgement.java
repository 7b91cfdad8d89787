package org.calcinosiscds.decision;

import java.util.Set;

/**
 * What can be judged of a record in which resources of some types are missing. A problem is judged when, for this patient, none of its
 * rules and nothing on its card looks for what is missing: the answer is then the one of the whole record.
 *
 * @param judged keys of problems
 * @param unjudged keys of the other problems of the service
 * @param unjudgedRules ids of the rules of those
 */
public record PartialJudgement(Set<String> judged, Set<String> unjudged, Set<String> unjudgedRules) {
    /** Nothing can be judged. */
    public static final PartialJudgement NONE = new PartialJudgement(Set.of(), Set.of(), Set.of());
}
