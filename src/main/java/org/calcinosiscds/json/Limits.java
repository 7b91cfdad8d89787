package org.calcinosiscds.json;

import java.time.Duration;

/**
 * How much input the service takes in; anything beyond is refused before FHIR is parsed.
 *
 * <p>A number is limited by length and by exponent, because {@code 1e3000000} is short and still keeps a FHIR parser busy for minutes.
 *
 * @param body bytes of one request body
 * @param bodyTime how long one request body may take to arrive
 * @param depth levels of nesting
 * @param nameLength characters of a property name
 * @param stringLength characters of a string, other than base64 and narrative
 * @param numberLength characters of a number
 * @param exponent absolute value of a number's exponent
 * @param tokens JSON tokens of one body
 * @param entries entries of one Bundle
 * @param resources resources of one body, contained ones included
 * @param contained resources contained in one resource
 */
public record Limits(
        long body,
        Duration bodyTime,
        int depth,
        int nameLength,
        int stringLength,
        int numberLength,
        int exponent,
        int tokens,
        int entries,
        int resources,
        int contained) {

    public Limits {
        if (body < 0
                || bodyTime.isNegative()
                || Math.min(Math.min(depth, nameLength), Math.min(stringLength, numberLength)) < 1
                || Math.min(Math.min(exponent, tokens), Math.min(entries, Math.min(resources, contained))) < 0) {
            throw new IllegalArgumentException("Limits under calcinosis.limits must not be negative.");
        }
    }
}
