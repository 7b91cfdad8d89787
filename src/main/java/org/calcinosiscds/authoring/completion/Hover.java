package org.calcinosiscds.authoring.completion;

import java.util.List;
import org.calcinosiscds.cql.PlaceValues;

/**
 * What stands at a place of a text.
 *
 * @param name as the text has it; empty when nothing is known there
 * @param type as the translator, or FHIR, has it
 * @param text short definition of an element of a resource; empty for CQL
 * @param values of an expression of CQL for a patient; empty without one, in a text that does not answer, and where no rule evaluates it
 * @param more how many other values it has
 */
public record Hover(String name, String type, String text, List<PlaceValues.Value> values, int more) {
    public static final Hover NONE = new Hover("", "", "");

    public Hover(String name, String type, String text) {
        this(name, type, text, List.of(), 0);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Hover " + name;
    }
}
