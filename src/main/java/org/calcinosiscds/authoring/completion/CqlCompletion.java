package org.calcinosiscds.authoring.completion;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.SourceFile;
import org.calcinosiscds.cql.PlaceValues;
import org.jspecify.annotations.Nullable;

/** The elements of the expression before a full stop in CQL, and what stands at a place, as the translator types it. */
public final class CqlCompletion {
    private CqlCompletion() {}

    /**
     * @param runner of the libraries that the text may include
     * @param position index in the text, behind what is written
     */
    public static List<Suggestion> at(CaseRunner runner, String text, int position) {
        return MemberAccess.at(text, position)
                .map(access -> {
                    List<Suggestion> found = at(runner, access);
                    return found.isEmpty() ? at(runner, access.cut()) : found;
                })
                .orElse(List.of());
    }

    /**
     * The innermost expression that has the character at an index; empty when the translator knows none.
     *
     * @param library of which the text is
     * @param question whose values are told too, when the text is the one that answers; null for none
     */
    public static Optional<Hover> about(
            CaseRunner runner, String library, String text, int index, @Nullable CaseInput question) {
        return runner.types(text).at(index).map(expression -> {
            String written = text.substring(expression.from(), expression.to());
            if (question == null || !runner.sourceVersion(library).equals(SourceFile.version(library, text))) {
                return new Hover(written, expression.type(), "");
            }
            PlaceValues values =
                    runner.placeValues(runner.request(question), question.parameters(), library, expression);
            return new Hover(written, expression.type(), "", values.values(), values.more());
        });
    }

    private static List<Suggestion> at(CaseRunner runner, MemberAccess access) {
        return runner.types(access.text()).properties(access.from(), access.to()).stream()
                .map(each -> new Suggestion(each.name(), each.type(), "", true))
                .toList();
    }
}
