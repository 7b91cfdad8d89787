package org.calcinosiscds.cql.interpreter;

import java.time.ZoneOffset;
import java.util.List;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.property.PropertyReaders;
import org.calcinosiscds.time.Deadline;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.State;

/**
 * What all libraries of a program share while they are compiled.
 *
 * @param environment without a record: for what is the same for all patients
 * @param constantFrame of no evaluation: for operators whose operands are constant
 * @param isObserved whether the listener of an evaluation sees its expressions
 */
record ProgramContext(
        Environment environment,
        LibraryResolver resolver,
        PropertyReaders properties,
        Positions positions,
        Frame constantFrame,
        boolean isObserved) {
    ProgramContext(Environment environment, LibraryResolver resolver, PropertyReaders properties, boolean isObserved) {
        this(
                environment,
                resolver,
                properties,
                new Positions(),
                new Frame(
                        new Run(
                                new State(environment),
                                (a, b, c, d, e, f, g, h, i, j, k, l) -> List.of(),
                                ZoneOffset.UTC,
                                Deadline.NONE,
                                new Positions(),
                                null),
                        0),
                isObserved);
    }
}
