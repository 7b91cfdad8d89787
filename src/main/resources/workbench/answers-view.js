/** The cards as an EHR draws them, each beside why it is shown; those that were lost; what was near. */

import {h} from "./dom.js";
import {t} from "./texts.js";
import {cardView} from "./card-view.js";
import {compareCards} from "./compare.js";
import {nearView, treesView, whyView} from "./why-view.js";

const WIDTHS = ["240", "480"];

function widths(chosen, choose) {
  return h("div.widths", {role: "group", "aria-label": t("cards.width")}, WIDTHS.map(width =>
    h("button", {
      id: `width-${width}`, type: "button", "aria-pressed": String(width === chosen), onclick: () => choose(width),
    }, `${width} px`)));
}

/** Rules that were true before are the nearest. */
function lostFirst(near, before) {
  const wasTrue = reason => before.some(each => each.rule === reason.rule);
  return [...near.filter(wasTrue), ...near.filter(reason => !wasTrue(reason))];
}

function changes(compared) {
  const count = kind => compared.shown.filter(each => each.change === kind).length;
  return t("change.summary", {gained: count("gained"), lost: compared.lost.length, changed: count("changed")});
}

/**
 * The answers.
 *
 * @param state with the answers before and now
 * @param isChanged whether the record or the clock was changed
 * @param setWidth called with the chosen width of the cards
 */
export function answersView(state, isChanged, record, place, setWidth) {
  const cards = state.now.response.cards;
  const compared = compareCards(state.before.response.cards, cards);
  return [
    h("div.title", {},
      h("h2", {}, t("cards.title")),
      widths(state.width, setWidth)),
    h("p.note", {role: "status"}, cards.length ? t("cards.count", {n: cards.length}) : t("cards.none"),
      isChanged ? [" ", h("strong", {}, changes(compared))] : null),
    compared.shown.map((each, index) => h(`div.pair.w${state.width}`, {},
      h("div.ehr", {},
        each.change === "same" ? null : h(`p.change.${each.change}`, {}, t(`change.${each.change}`)),
        cardView(each.card, each.before)),
      whyView(each.card, state.now.fired, record, place),
      treesView(each.card, state.now.fired, record, place, index === 0))),
    compared.lost.length ? [
      h("h3", {}, t("change.lost.title")),
      h("ul.lost", {}, compared.lost.map(card => h("li", {}, h("del", {}, card.summary)))),
    ] : null,
    h("h2", {}, t("near.title")),
    nearView(lostFirst(state.now.near, state.before.fired), record, place),
  ];
}
