package org.calcinosiscds.workbench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.time.AsOf;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A case as the page opens it.
 *
 * @param why the answer is right
 * @param patient in a few words; empty when the case does not say
 * @param rules ids of the rules that it expects to be true
 * @param asOf the moment that the rules treat as now
 * @param user resource type of the user
 * @param bundle the record, as in its file; null in a list of cases
 * @param context of the hook beside user and patient; null in a list of cases
 * @param parameters values of CQL parameters by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CaseView(
        String hook,
        String topic,
        String name,
        String why,
        String patient,
        List<String> rules,
        List<String> indicators,
        @Nullable String asOf,
        @Nullable String user,
        @JsonRawValue @Nullable String bundle,
        @JsonRawValue @Nullable String context,
        @JsonRawValue @Nullable String parameters) {
    /** A case in a list. */
    static CaseView listed(ContentCase each) {
        return of(each, null, null, null, null, null);
    }

    /** A case with its record. */
    static CaseView opened(ContentCase each) throws IOException {
        CaseInput input = each.input();
        return of(
                each,
                AsOf.text(input.asOf()),
                input.userType(),
                input.bundle(),
                input.context().toString(),
                each.expected().path("parameters").isObject()
                        ? each.expected().path("parameters").toString()
                        : "{}");
    }

    private static CaseView of(
            ContentCase each,
            @Nullable String asOf,
            @Nullable String user,
            @Nullable String bundle,
            @Nullable String context,
            @Nullable String parameters) {
        JsonNode expected = each.expected();
        return new CaseView(
                each.hook(),
                each.topic(),
                each.name(),
                expected.path("why").asString(""),
                expected.path("patient").asString(""),
                expected.path("rules").valueStream().map(JsonNode::asString).toList(),
                expected.path("cards")
                        .valueStream()
                        .map(card -> card.path("indicator").asString(""))
                        .toList(),
                asOf,
                user,
                bundle,
                context,
                parameters);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "CaseView " + hook + "/" + topic + "/" + name;
    }
}
