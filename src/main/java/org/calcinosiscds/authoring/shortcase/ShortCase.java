package org.calcinosiscds.authoring.shortcase;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case in YAML: a patient in a few lines and what is expected of the rules. What it does not state is not compared.
 *
 * @param expected elements {@code why}, {@code asOf}, {@code user}, {@code parameters}, {@code rules}, {@code cards} and {@code no}, those that
 *     are stated
 * @param bundle the record in JSON
 * @param context what the context of the hook holds beside user and patient
 * @param defects what cannot be understood
 */
public record ShortCase(ObjectNode expected, String bundle, ObjectNode context, List<CaseDefect> defects) {
    /** End of the name of a file that is a short case. */
    public static final String SUFFIX = ".yaml";
}
