package org.calcinosiscds.cql.interpreter;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.retrieve.RetrieveProvider;
import org.opencds.cqf.cql.engine.runtime.Code;

/**
 * One evaluation: what it reads, and the values that it has found so far. Belongs to one patient and one thread. Values of defines,
 * parameters, calls and retrieves are kept in arrays, by the positions that the program gave them.
 */
public final class Run {
    /** Stands for a value that is known to be null. */
    static final Object NULL = new Object();

    private static final int STEPS_BETWEEN_CHECKS = 63;

    final @Nullable Object[] defines;
    final @Nullable Object[] parameters;
    private final State state;
    private final RetrieveProvider record;
    private final ZoneId zone;
    private final Deadline end;
    private final @Nullable EvaluationListener listener;
    private @Nullable Iterable<Object>[] retrieved;
    private final @Nullable Map<Object, Object>[] calls;
    private int steps;

    /**
     * @param state of the engine, with the parameters of the evaluation; no library is entered
     * @param zone of the evaluation, in which times of the record are read
     * @param end after which {@link #step} throws
     * @param positions how many defines, parameters, functions and retrieves there are
     * @param listener that an observed program tells of each expression
     */
    Run(
            State state,
            RetrieveProvider record,
            ZoneId zone,
            Deadline end,
            Positions positions,
            @Nullable EvaluationListener listener) {
        this.state = state;
        this.record = record;
        this.zone = zone;
        this.end = end;
        this.listener = listener;
        this.defines = new Object[positions.defines()];
        this.parameters = new Object[positions.parameters()];
        this.retrieved = retrieves(positions.retrieves());
        this.calls = maps(positions.functions());
    }

    /** For the same patient with other parameters. Only what was retrieved is kept. */
    Run(Run earlier, State state, Deadline end, Positions positions) {
        this(state, earlier.record, earlier.zone, end, positions, earlier.listener);
        this.retrieved = earlier.retrieved.clone();
    }

    State state() {
        return state;
    }

    @Nullable
    EvaluationListener listener() {
        return listener;
    }

    /**
     * Called for each define, call of a function and element of a query, so that no evaluation goes on for long after its end.
     *
     * @throws DeadlineExceededException after the end; the clock is read at every 64th step, as reading it costs as much as a step
     */
    void step() {
        if ((++steps & STEPS_BETWEEN_CHECKS) == 0 && end.isPast()) {
            throw new DeadlineExceededException();
        }
    }

    /** Values of the calls of a function that were evaluated, by what its operand is. */
    Map<Object, Object> calls(int position) {
        Map<Object, Object> known = calls[position];
        if (known == null) {
            known = new HashMap<>();
            calls[position] = known;
        }
        return known;
    }

    ZoneId zone() {
        return zone;
    }

    /** Resources of a type, or those of them with a code of a value set. */
    Iterable<Object> retrieve(RetrieveKey key) {
        if (key.position() >= retrieved.length) {
            // More has been compiled since this evaluation began.
            retrieved = Arrays.copyOf(retrieved, key.position() + 8);
        }
        Iterable<Object> known = retrieved[key.position()];
        if (known == null) {
            known = retrieve(key, null);
            retrieved[key.position()] = known;
        }
        return known;
    }

    /** Resources with one of some codes. */
    Iterable<Object> retrieve(RetrieveKey key, @Nullable Iterable<Code> codes) {
        Iterable<Object> found = record.retrieve(
                "Patient", null, null, key.type(), null, key.path(), codes, key.valueSet(), null, null, null, null);
        return Objects.requireNonNullElse(found, Collections.emptyList());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no arrays of generic types.
    private static @Nullable Iterable<Object>[] retrieves(int size) {
        return new Iterable[size];
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Map<Object, Object>[] maps(int size) {
        return new Map[size];
    }
}
