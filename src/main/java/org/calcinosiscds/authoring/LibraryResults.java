package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hl7.elm.r1.Library;

/**
 * What the ELM of libraries decides: a result is not worked out again while the libraries that it depends on are those of before. A
 * library whose text has not changed, nor what it uses of others, is the same object in each check.
 */
final class LibraryResults<R> {
    private final Map<String, Result<R>> results = new HashMap<>();

    private record Result<R>(List<Library> decidedBy, R result) {
        @SuppressWarnings("ReferenceEquality") // To compare the contents of ELM takes longer than the work.
        boolean isOf(List<Library> libraries) {
            if (libraries.size() != decidedBy.size()) {
                return false;
            }
            for (int i = 0; i < libraries.size(); i++) {
                if (libraries.get(i) != decidedBy.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * @param library name of the library that the result is about
     * @param decidedBy all libraries that the result depends on, in an order that is always the same
     */
    R of(String library, List<Library> decidedBy, Supplier<R> work) {
        Result<R> known = results.get(library);
        if (known == null || !known.isOf(decidedBy)) {
            known = new Result<>(decidedBy, work.get());
            results.put(library, known);
        }
        return known.result();
    }
}
