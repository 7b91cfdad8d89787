/** What stands beside a card, and below the cards: why, and what was near. */

import {h} from "./dom.js";
import {t} from "./texts.js";
import {explanation, valueText, words} from "./explanation.js";

function rulePage(reason) {
  return h("a.rule", {href: `/rules/${encodeURIComponent(reason.rule)}`, target: "_blank", rel: "noopener"}, reason.rule);
}

const rulesOf = card => card.extension?.["org.calcinosis-cds"]?.rules ?? [];

/** Resources that made the rules of a card true. */
function triggers(evidence, record) {
  const because = (evidence.because ?? []).filter(each => each.display || each.reference);
  return h("ul.because", {}, because.map(each => h("li", {},
    each.display ?? each.reference,
    each.reference && record.has(each.reference)
      ? [" ", h("button.reference", {type: "button", onclick: () => record.open(each.reference)}, each.reference)]
      : null)));
}

/** @param reasons of the rules that are true */
export function whyView(card, reasons, record, place) {
  const evidence = card.extension?.["org.calcinosis-cds"] ?? {};
  const own = reasons.filter(reason => rulesOf(card).includes(reason.rule));
  return h("section.why", {"aria-label": t("why.of", {card: card.summary})},
    h("h4", {}, t("why.title")),
    triggers(evidence, record),
    own.map(reason => h("div.reason", {},
      h("p", {}, rulePage(reason), " ", h("strong", {}, reason.title)),
      reason.fires ? h("p.note", {}, reason.fires) : null)));
}

/** The conditions that decide the rules of a card. @param isOpen whether the first rule's are shown at once */
export function treesView(card, reasons, record, place, isOpen) {
  return h("div.trees", {}, reasons.filter(reason => rulesOf(card).includes(reason.rule)).map((reason, index) =>
    h("details.tree", {open: isOpen && index === 0},
      h("summary", {}, t("why.conditions", {rule: reason.rule})),
      explanation(reason.explanation, record, place))));
}

/** Rules that are not true and miss one condition. */
export function nearView(near, record, place) {
  if (!near.length) return h("p.note", {}, t("near.none"));
  return h("ul.near", {}, near.map(reason => {
    const missing = reason.missing[0];
    return h("li", {},
      h("p", {}, rulePage(reason), " ", h("strong", {}, reason.title)),
      h("p.missing", {}, t("near.missing"), " ", h("span.condition", {}, words(missing.condition)), " ",
        h(`span.value.${valueText(missing.value).kind}`, {}, t("near.now", {value: valueText(missing.value).text}))),
      h("details.tree", {},
        h("summary", {}, t("near.more")),
        h("p.note", {}, reason.fires),
        explanation(missing, record, place)));
  }));
}
