package org.calcinosiscds.cql.interpreter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gives a position in the values of an evaluation to each define, parameter and kind of retrieve, and to functions whose calls are kept. */
final class Positions {
    private final AtomicInteger defines = new AtomicInteger();
    private final AtomicInteger parameters = new AtomicInteger();
    private final AtomicInteger functions = new AtomicInteger();
    private final AtomicInteger retrieves = new AtomicInteger();
    private final Map<String, RetrieveKey> keys = new ConcurrentHashMap<>();

    int nextDefine() {
        return defines.getAndIncrement();
    }

    int nextParameter() {
        return parameters.getAndIncrement();
    }

    int nextFunction() {
        return functions.getAndIncrement();
    }

    /** Equal for all retrieves of the same. */
    RetrieveKey retrieve(String type, @Nullable String path, @Nullable String valueSet) {
        return keys.computeIfAbsent(
                type + ' ' + path + ' ' + valueSet,
                key -> new RetrieveKey(retrieves.getAndIncrement(), type, path, valueSet));
    }

    int defines() {
        return defines.get();
    }

    int parameters() {
        return parameters.get();
    }

    int functions() {
        return functions.get();
    }

    int retrieves() {
        return retrieves.get();
    }
}
