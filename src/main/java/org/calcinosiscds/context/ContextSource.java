package org.calcinosiscds.context;

import java.util.List;
import java.util.Set;
import org.calcinosiscds.context.HookContext.Selection;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a hook's context in one of the notations that requests use. An implementation knows the syntax and the words of its errors;
 * {@link HookContextReader} decides what the fields mean.
 */
public interface ContextSource {
    /** Location of the context in the request; empty when there is none. */
    String location();

    /** The fields that a request in this notation must have, in the order in which they are checked. */
    Set<String> required(String hook);

    boolean has(String field);

    /** The text of a field; null when it is absent. @throws RequestException with 400 when it has another format */
    @Nullable
    String text(String field, ContextFields.Format format);

    /** The references of a field that the context has. @throws RequestException with 400 when one has another format */
    List<Selection> references(String field, ContextFields.Format format);

    /**
     * The Bundle of a field that the context has.
     *
     * @throws RequestException with 400 when it is no Bundle or cannot be used
     * @throws org.calcinosiscds.outcome.RejectedInputException when an entry is no resource of FHIR R4
     */
    ReceivedBundle bundle(String field);

    /** Whether the client can find this resource again by what it sent. */
    boolean isIdentified(ReceivedResource unsaved);

    /** The error of a required field that is absent. */
    RequestException absent(String field);
}
