/** Pictures of a card as wide as EHRs draw it, to be looked at. PICTURES=docs/clinical/pictures keeps them in the documents. */

import assert from "node:assert/strict";
import {mkdirSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {open, settled} from "./opened-page.js";
import {fromRoot} from "./service.js";

const FOLDER = fromRoot(process.env.PICTURES ?? "target/pictures");
const WIDTHS = [240, 480];
/** Of the window, in which the record stands below the cards. */
const WINDOW_PX = 1240;

test("a card is 240 and 480 pixels wide, and nothing in it is wider", async () => {
  mkdirSync(FOLDER, {recursive: true});
  const {page, close} = await open({width: WINDOW_PX});
  for (const width of WIDTHS) {
    await page.click(`#width-${width}`);
    await settled(page);
    const card = page.locator(`.w${width} .card`).first();
    const wide = await card.evaluate(element => [element, ...element.querySelectorAll("*")]
      .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
      .map(each => each.className || each.tagName));
    assert.deepEqual(wide, [], `wider than the card at ${width} px`);
    assert.equal(Math.round((await card.boundingBox()).width), width);
    await card.screenshot({path: path.join(FOLDER, `card-${width}.png`)});
  }
  await close();
});
