/** A case that failed: what is expected beside what came, card by card. */

import {h} from "./dom.js";
import {t} from "./texts.js";
import {markedWords} from "./compare.js";

function cell(card) {
  return card
    ? [h("strong", {}, t(`indicator.${card.indicator}`)), h("p", {}, card.summary), h("p.note", {}, (card.orders ?? []).join(", "))]
    : h("span.note", {}, t("failure.none"));
}

function row(problem, expected, came) {
  return h("tr", {},
    h("th", {scope: "row"}, problem),
    h("td", {}, cell(expected)),
    h("td", {}, expected && came && expected.summary !== came.summary
      ? [h("strong", {}, t(`indicator.${came.indicator}`)), h("p", {}, markedWords(expected.summary, came.summary)),
        h("p.note", {}, (came.orders ?? []).join(", "))]
      : cell(came)));
}

/**
 * What differs.
 *
 * @param run {differences, expected, came} of a case that failed
 * @param accept called to write what came; null when nothing can be written
 */
export function failureView(run, accept) {
  const cards = (answer = {}) => new Map((answer?.cards ?? []).map(card => [card.problem, card]));
  const expected = cards(run.expected);
  const came = cards(run.came);
  const message = h("p.message", {role: "status"});
  return h("section.failure", {"aria-label": t("failure.title")},
    h("h2", {}, t("failure.title")),
    h("ul", {}, run.differences.map(each => h("li", {}, each))),
    run.came ? h("table", {},
      h("thead", {}, h("tr", {}, ["failure.card", "failure.expected", "failure.came"].map(key => h("th", {scope: "col"}, t(key))))),
      h("tbody", {}, [...new Set([...expected.keys(), ...came.keys()])].map(problem =>
        row(problem, expected.get(problem), came.get(problem))))) : null,
    run.came ? h("button", {
      id: "accept", type: "button", disabled: !accept, title: accept ? null : t("keep.token"),
      onclick: async () => {
        try {
          await accept();
        } catch (refusal) {
          message.textContent = refusal.message;
        }
      },
    }, t("failure.accept")) : null,
    message);
}
