package org.calcinosiscds.cdshooks;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.client.ClientSettings;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.decision.RuleReference;
import org.calcinosiscds.decision.RuleReferences;
import org.calcinosiscds.http.HtmlPage;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A page for each rule with the texts that are too long for its cards, and the links of cards to these pages. The pages are made once from the
 * knowledge base: there is nothing of a client or of a patient in them.
 */
@RestController
class RulePages {
    private static final String PATH = "/rules/";

    private final RuleReferences references;
    private final Map<String, HtmlPage> pages;
    private final @Nullable String publicUrl;

    /** @param settings without a public address cards link to no page */
    RulePages(RuleReferences references, ClientSettings settings) {
        this.references = references;
        this.pages = references.byId().values().stream().collect(Collectors.toMap(RuleReference::id, RulePages::page));
        this.publicUrl =
                settings.publicUrl() == null ? null : settings.publicUrl().replaceFirst("/+$", "");
    }

    @GetMapping(PATH + "{id}")
    ResponseEntity<byte[]> page(@PathVariable String id) {
        HtmlPage page = pages.get(id);
        if (page == null) {
            throw OutcomeResponses.refusal(Status.NOT_FOUND);
        }
        return page.answer();
    }

    /** Links to the pages of a card's rules; none without a public address. */
    List<Card.Link> links(Recommendation recommendation) {
        if (publicUrl == null) {
            return List.of();
        }
        return recommendation.rules().stream()
                .map(rule -> references.byId().get(rule))
                .filter(Objects::nonNull)
                .map(rule -> new Card.Link("More: " + rule.title(), publicUrl + PATH + rule.id(), "absolute"))
                .toList();
    }

    private static HtmlPage page(RuleReference rule) {
        String body = "<h1>%s</h1>\n".formatted(HtmlPage.escaped(rule.title()))
                + section("When it is shown", Stream.of(rule.fires()))
                + section("When it is not shown", rule.silent().stream())
                + section("Options and background", rule.options().stream())
                + section("Why it matters, and cautions", rule.reasons().stream())
                + list("Sources", rule.sources().stream().map(RulePages::source))
                + "<footer>Decision support, not a diagnosis. Options are for specialists to consider; nothing of them is ordered or"
                + " started. Rule %s.</footer>\n".formatted(HtmlPage.escaped(rule.id()));
        return HtmlPage.of(rule.title(), "rules/page.css", body);
    }

    private static String section(String heading, Stream<String> sentences) {
        return list(heading, sentences.map(HtmlPage::escaped));
    }

    private static String list(String heading, Stream<String> items) {
        String list = items.map(item -> "<li>" + item + "</li>\n").collect(Collectors.joining());
        return list.isEmpty() ? "" : "<h2>%s</h2>\n<ul>\n%s</ul>\n".formatted(heading, list);
    }

    private static String source(Source source) {
        String label = HtmlPage.escaped(source.label());
        return source.url() == null
                ? label
                : "<a href=\"%s\" rel=\"noreferrer\">%s</a>".formatted(HtmlPage.escaped(source.url()), label);
    }
}
