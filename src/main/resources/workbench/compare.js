/** Compares answers: cards gained, lost and with other words. */

import {h} from "./dom.js";

export const problemOf = card => card.extension?.["org.calcinosis-cds"]?.problem ?? card.summary;

/** What decides whether a reader sees the same card; ids are new in each answer. */
const shownOf = card => JSON.stringify([card.summary, card.indicator, card.detail, card.source,
  card.suggestions?.map(each => [each.label, each.actions?.map(action => action.description)])]);

/**
 * Cards of an answer beside those before.
 *
 * @returns {{shown: {card, change: "same"|"gained"|"changed", before}[], lost: object[]}}
 */
export function compareCards(before, after) {
  const earlier = new Map(before.map(card => [problemOf(card), card]));
  const shown = after.map(card => {
    const old = earlier.get(problemOf(card));
    earlier.delete(problemOf(card));
    const change = !old ? "gained" : shownOf(old) === shownOf(card) ? "same" : "changed";
    return {card, change, before: change === "changed" ? old : null};
  });
  return {shown, lost: [...earlier.values()]};
}

/** Words of two texts in the order of reading: {word, kind: "same"|"gone"|"new"}. */
export function compareWords(before, after) {
  const a = before.split(/(?<=\s)/);
  const b = after.split(/(?<=\s)/);
  const longest = Array.from({length: a.length + 1}, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] = a[i].trim() === b[j].trim() ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const words = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i].trim() === b[j].trim()) {
      words.push({word: b[j++], kind: "same"});
      i++;
    } else if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) {
      words.push({word: a[i++], kind: "gone"});
    } else {
      words.push({word: b[j++], kind: "new"});
    }
  }
  return words;
}

/** The later text; words that are gone are struck out, new ones underlined. */
export function markedWords(before, after) {
  return compareWords(before, after).map(({word, kind}) =>
    kind === "same" ? word : h(kind === "gone" ? "del" : "ins", {}, word));
}
