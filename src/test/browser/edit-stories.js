/** Edits at random: what is shown is of the text that is there, and how long it takes. */

import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, addFigures, open, percentile, service} from "./opened-page.js";

/** Half of them break the text, half mend it; EDITS names another number. */
const EDITS = Number(process.env.EDITS ?? 50);
const LONG_MS = 120_000;
const RULES = path.join(service.folder, "cql/ProductRules.cql");

/** Numbers that are the same in each run. */
function random(seed) {
  let state = seed;
  return most => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % most;
  };
}

/** Leaves out a piece of a line, or misspells a name in it. */
function broken(text, next) {
  const lines = text.split("\n");
  const places = lines.flatMap((line, index) => /^ .*"[A-Z][\w -]+"/.test(line) && !line.includes("*") ? [index] : []);
  const at = places[next(places.length)];
  lines[at] = next(2) ? lines[at].replace(/"([A-Z])/, '"Q$1') : lines[at].replace(/"([A-Z][\w -]+)"/, '"$1" (');
  return lines.join("\n");
}

/** A text without defects that says something else. */
const reworded = (text, number) => text.replace("): repeat, find", `): repeat ${number}, find`);

test(`${EDITS} edits at random: never old beside new, broken text keeps the last good answer`, async () => {
  const text = readFileSync(RULES, "utf8");
  assert.match(text, /\): repeat, find/);
  const {page, close} = await open({hash: `case=${CASE}&library=ProductRules&line=1`});
  await page.waitForSelector(".checked > *", {timeout: LONG_MS});
  // What stands beside each other whenever the cards are not grey: the line at the top and the first card.
  await page.evaluate(() => {
    window.seen = [];
    new MutationObserver(() => {
      if (document.querySelector(".answers").ariaBusy === "false") {
        window.seen.push([document.querySelector(".state")?.innerText, document.querySelector(".card .summary")?.textContent]);
      }
    }).observe(document.body, {subtree: true, childList: true, attributes: true});
  });
  const shown = new Map();
  const next = random(20261129);
  const times = {good: [], broken: []};
  let good = "";
  for (let i = 0; i < EDITS; i++) {
    const isBroken = i % 2 === 0;
    const edited = isBroken ? broken(reworded(text, i), next) : reworded(text, i);
    const before = await page.evaluate(() => { window.seen = []; return performance.now(); });
    const lastGood = good;
    writeFileSync(RULES, edited);
    if (isBroken) {
      await page.waitForFunction(() => document.querySelector(".state.bad") && document.querySelector(".answers").ariaBusy === "false", null, {timeout: LONG_MS});
      const summary = await page.locator(".card .summary").first().innerText();
      if (good) assert.equal(summary, good, `edit ${i} is broken and keeps the last good answer`);
    } else {
      await page.waitForFunction(words => document.querySelector(".card .summary")?.textContent.includes(words)
        && document.querySelector(".answers").ariaBusy === "false", `repeat ${i},`, {timeout: LONG_MS});
      good = await page.locator(".card .summary").first().innerText();
    }
    const {seen, now} = await page.evaluate(() => ({seen: window.seen, now: performance.now()}));
    times[isBroken ? "broken" : "good"].push(now - before);
    for (const [state, summary] of seen) {
      if (/defects/.test(state)) assert.ok(!lastGood || summary === lastGood, `edit ${i}: beside defects stands ${summary}`);
      else assert.equal(shown.get(state) ?? summary, summary, `edit ${i}: ${state} stands beside two texts`);
      if (!/defects/.test(state)) shown.set(state, summary);
    }
  }
  writeFileSync(RULES, text);
  await page.waitForSelector(".state.good", {timeout: LONG_MS});
  addFigures({edits: {
    count: EDITS, goodP50Ms: percentile(times.good, 0.5), goodP95Ms: percentile(times.good, 0.95),
    brokenP50Ms: percentile(times.broken, 0.5), brokenP95Ms: percentile(times.broken, 0.95),
  }});
  await close();
});
