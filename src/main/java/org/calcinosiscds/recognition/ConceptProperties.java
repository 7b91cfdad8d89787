package org.calcinosiscds.recognition;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;

/** Properties of a concept of the content: texts, and the regular expressions that stand in them. */
final class ConceptProperties {
    private ConceptProperties() {}

    /** The property of that name; empty when the concept has none. */
    static String text(ConceptDefinitionComponent concept, String name) {
        return concept.getProperty().stream()
                .filter(property -> property.getCode().equals(name))
                .map(property -> property.getValue().primitiveValue())
                .findFirst()
                .orElse("");
    }

    /**
     * The property {@code pattern} of a concept.
     *
     * @param codeSystem canonical of the CodeSystem
     * @param flags as for {@link Pattern#compile(String, int)}
     * @throws KnowledgeException when it is no regular expression
     */
    static Pattern pattern(String codeSystem, ConceptDefinitionComponent concept, int flags) {
        try {
            return Pattern.compile(text(concept, "pattern"), flags);
        } catch (PatternSyntaxException e) {
            throw new KnowledgeException(
                    place(codeSystem, concept) + ": the property pattern is no regular expression: "
                            + e.getDescription() + " near index " + e.getIndex() + ".");
        }
    }

    /**
     * What stands in place of a text that the pattern matches.
     *
     * @param property that holds it, with {@code $1} for the first group of the pattern
     * @throws KnowledgeException when the pattern has no such group
     */
    static String replacement(String codeSystem, ConceptDefinitionComponent concept, Pattern pattern, String property) {
        String replacement = text(concept, property);
        try {
            // Matches nothing as well, so that every group can be asked for.
            Pattern.compile("(?:" + pattern.pattern() + ")|").matcher("").replaceFirst(replacement);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new KnowledgeException(place(codeSystem, concept) + ": the property " + property
                    + " names a group that the pattern does not have.");
        }
        return replacement;
    }

    private static String place(String codeSystem, ConceptDefinitionComponent concept) {
        return "CodeSystem/" + codeSystem.substring(codeSystem.lastIndexOf('/') + 1) + " concept \"" + concept.getCode()
                + "\"";
    }
}
