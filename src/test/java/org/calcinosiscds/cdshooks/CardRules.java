package org.calcinosiscds.cdshooks;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import tools.jackson.databind.JsonNode;

/**
 * What is true of every answer, for every patient.
 *
 * <p>Source: CDS Hooks 2.0.1, "CDS Service Response"; the card contract (each orderable once, four suggestions, two cards that only
 * inform).
 */
final class CardRules {
    private CardRules() {}

    static void check(PatientCase patient, JsonNode answer) {
        String name = patient.name();
        SoftAssertions softly = new SoftAssertions();
        JsonNode cards = answer.path("cards");
        softly.assertThat(cards.isArray()).as("%s, cards are an array", name).isTrue();
        cards.forEach(card -> checkCard(name, card, softly));
        if (patient.hook().equals("patient-view")) {
            softly.assertThat(cards.valueStream()
                            .filter(card -> card.path("indicator").asString().equals("info")))
                    .as("%s, cards that only inform", name)
                    .hasSizeLessThanOrEqualTo(2);
        }
        softly.assertThat(answer.findValues("resourceId").stream().map(JsonNode::asString))
                .as("%s, drafts to delete", name)
                .isSubsetOf(drafts(patient));
        softly.assertThat(answer.findValues("instantiatesCanonical").stream()
                        .map(each -> each.path(0).asString()))
                .as("%s, orderables", name)
                .doesNotHaveDuplicates();
        softly.assertThat(answer.findValues("uuid").stream().map(JsonNode::asString))
                .as("%s, uuids", name)
                .doesNotHaveDuplicates();
        softly.assertAll();
    }

    private static void checkCard(String name, JsonNode card, SoftAssertions softly) {
        softly.assertThat(card.path("summary").asString(""))
                .as("%s, summary", name)
                .hasSizeBetween(1, 139);
        softly.assertThat(card.path("detail").asString(""))
                .as("%s, detail", name)
                .isNotBlank()
                .doesNotContain("null");
        softly.assertThat(card.path("source").path("label").asString(""))
                .as("%s, source", name)
                .isNotBlank();
        softly.assertThat(card.path("suggestions").size())
                .as("%s, suggestions", name)
                .isLessThanOrEqualTo(4);
        softly.assertThat(card.has("selectionBehavior"))
                .as("%s, selectionBehavior exactly with suggestions", name)
                .isEqualTo(card.has("suggestions"));
        softly.assertThat(card.path("overrideReasons").valueStream())
                .as("%s, override reasons", name)
                .isNotEmpty()
                .allMatch(reason -> !reason.path("display").asString("").isBlank());
        softly.assertThat(card.path("suggestions").valueStream())
                .as("%s, suggestions", name)
                .allMatch(suggestion -> !suggestion.path("label").asString("").isBlank())
                .allMatch(suggestion -> !suggestion.path("actions").isEmpty());
        softly.assertThat(card.findValues("resource"))
                .as("%s, drafts", name)
                .allMatch(resource -> isOrder(resource)
                        && resource.path("status").asString().equals("draft")
                        && resource.path("intent").asString().equals("order"));
        softly.assertThat(silentPlaces("", card))
                .as("%s, nulls and empty values", name)
                .isEmpty();
    }

    /** A medicine is proposed without a dose: the prescriber gives it. */
    private static boolean isOrder(JsonNode resource) {
        return resource.path("resourceType").asString().equals("ServiceRequest")
                || (resource.path("resourceType").asString().equals("MedicationRequest")
                        && resource.findValues("doseAndRate").isEmpty());
    }

    private static List<String> drafts(PatientCase patient) {
        return patient.context()
                .path("draftOrders")
                .path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .map(resource -> resource.path("resourceType").asString() + "/"
                        + resource.path("id").asString(""))
                .toList();
    }

    /** Places whose value says nothing. Lists of our own extension may be empty. */
    private static List<String> silentPlaces(String location, JsonNode node) {
        List<String> locations = new ArrayList<>();
        boolean isEmpty = (node.isContainer() && node.isEmpty())
                || (node.isString() && node.asString().isEmpty());
        if (node.isNull() || (isEmpty && !location.startsWith(".extension.org.calcinosis-cds."))) {
            locations.add(location);
        }
        if (node.isArray()) {
            node.forEach(element -> locations.addAll(silentPlaces(location + "[]", element)));
        }
        node.properties()
                .forEach(each -> locations.addAll(silentPlaces(location + "." + each.getKey(), each.getValue())));
        return locations;
    }
}
