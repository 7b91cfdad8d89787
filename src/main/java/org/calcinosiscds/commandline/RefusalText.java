package org.calcinosiscds.commandline;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service answered in location of cards, in words, and what the caller can do. */
final class RefusalText {
    private RefusalText() {}

    /** @param body an OperationOutcome, if it is one */
    static List<String> of(int status, String body) {
        List<String> lines = new ArrayList<>();
        lines.add("The service answered " + status + ".");
        try {
            for (JsonNode issue : new JsonMapper().readTree(body).path("issue")) {
                StringBuilder location = new StringBuilder();
                issue.path("expression")
                        .forEach(each -> location.append(each.asString("")).append(": "));
                lines.add(CardText.plain(location + issue.path("diagnostics").asString("")));
            }
        } catch (JacksonException e) {
            lines.add("Its answer is no OperationOutcome; something else may answer at this address.");
        }
        String advice = switch (status) {
            case 401 ->
                "It refused the token, or there was none: see --key and --issuer. Issuer, public key and clock must"
                        + " fit its settings, the audience its public-url (--public-url); a token is good for one call. Its"
                        + " metric calcinosis_tokens_refused_total says the reason.";
            case 403 ->
                "It has no clients and was called by another name than localhost, or this caller may not call it.";
            case 404 -> "GET /cds-services lists the services that there are.";
            case 412 -> "Data that the rules need is missing; the request must bring it, or name a fhirServer.";
            case 429, 503 -> "It is busy, or this client calls too often. Try again.";
            default -> "";
        };
        if (!advice.isEmpty()) {
            lines.add(advice);
        }
        return lines;
    }
}
