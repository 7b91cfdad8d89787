/** Finds the value at which the answer changes. */

import {problemOf} from "./compare.js";

/** Beyond this many times the value nobody looks. */
const FURTHEST = 20;

/** What is decided: cards with their indicators, and rules; not words, in which the value itself stands. */
function decisionOf(answer) {
  return JSON.stringify([answer.response.cards.map(card => [problemOf(card), card.indicator]), answer.fired.map(each => each.rule)]);
}

const decimals = text => text.split(".")[1]?.length ?? 0;

/**
 * The nearest values below and above at which something else is decided.
 *
 * @param text the value, in whose last digit the answer is searched
 * @param ask called with a value; returns the promise of an answer
 * @returns {{below: string|null, above: string|null}} the first value that changes the answer, null when none does
 */
export async function findEdges(text, ask) {
  const scale = 10 ** decimals(text);
  const start = Math.round(Number(text) * scale);
  const textOf = units => (units / scale).toFixed(decimals(text));
  const asked = new Map();
  const decided = async units => {
    if (!asked.has(units)) asked.set(units, decisionOf(await ask(textOf(units))));
    return asked.get(units);
  };
  const now = await decided(start);
  const search = async direction => {
    const limit = direction < 0 ? 0 : start * FURTHEST;
    let same = start;
    let step = 1;
    let other = null;
    while (same !== limit && other === null) {
      const next = direction < 0 ? Math.max(limit, same - step) : Math.min(limit, same + step);
      if (await decided(next) === now) same = next;
      else other = next;
      step *= 2;
    }
    while (other !== null && Math.abs(other - same) > 1) {
      const middle = Math.round((other + same) / 2);
      if (await decided(middle) === now) same = middle;
      else other = middle;
    }
    return other === null ? null : textOf(other);
  };
  return {below: await search(-1), above: await search(1)};
}
