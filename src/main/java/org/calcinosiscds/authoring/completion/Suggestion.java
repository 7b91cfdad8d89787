package org.calcinosiscds.authoring.completion;

/**
 * What can stand at a place of a text.
 *
 * @param name as it is written
 * @param type of an element, such as {@code FHIR.Quantity}; empty for a value
 * @param text short definition, or display of a code; empty when there is none
 * @param isElement whether it names an element, and is no value
 */
public record Suggestion(String name, String type, String text, boolean isElement) {}
