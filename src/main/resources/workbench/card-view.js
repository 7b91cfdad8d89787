/** Draws a card of CDS Hooks as an EHR does. */

import {h} from "./dom.js";
import {markdown} from "./markdown.js";
import {t} from "./texts.js";
import {markedWords} from "./compare.js";

const SUMMARY_LIMIT = 139;

/** Only what a browser opens without running it. */
function link(label, url) {
  return url && /^https?:\/\//i.test(url)
    ? h("a", {href: url, target: "_blank", rel: "noreferrer noopener"}, label)
    : label;
}

function action(each) {
  return h("li", {}, h("span.kind", {}, t(`action.${each.type}`)), " ", each.description);
}

function suggestion(each) {
  return h("li.suggestion", {},
    h("span.label", {}, each.label),
    h("ul.actions", {}, (each.actions ?? []).map(action)));
}

function reasons(coded) {
  return h("details.reasons", {},
    h("summary", {}, t("card.reasons", {n: coded.length})),
    h("ul", {}, coded.map(each => h("li", {}, each.display))));
}

/** @param before the card as it was, when its words have changed */
export function cardView(card, before = null) {
  const indicator = ["info", "warning", "critical"].includes(card.indicator) ? card.indicator : "info";
  const length = [...card.summary].length;
  return h(`article.card.${indicator}`, {"aria-label": card.summary},
    h("header", {},
      h("span.indicator", {}, t(`indicator.${indicator}`)),
      h("span.count", {title: t("card.count.title")}, t("card.count", {n: length, most: SUMMARY_LIMIT}))),
    h("h3.summary", {}, before ? markedWords(before.summary, card.summary) : card.summary),
    h("div.detail", {}, markdown(card.detail ?? "")),
    card.suggestions?.length
      ? h("section.suggestions", {"aria-label": t("card.suggestions")}, h("ul", {}, card.suggestions.map(suggestion)))
      : null,
    card.links?.length
      ? h("ul.links", {}, card.links.map(each => h("li", {}, link(each.label, each.url))))
      : null,
    card.overrideReasons?.length ? reasons(card.overrideReasons) : null,
    h("footer", {}, t("card.source"), " ", link(card.source.label, card.source.url)));
}
