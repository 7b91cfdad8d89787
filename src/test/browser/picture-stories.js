/**
 * Pictures of cards, of the plot and of coverage, at two widths, in light and dark, compared with those in the folder pictures: PICTURES=write
 * writes these. The letters are those of the Debian package fonts-dejavu.
 */

import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, browser, open, service, settled} from "./opened-page.js";
import {fromRoot} from "./service.js";

const KEPT = fromRoot("src/test/browser/pictures");
const CAME = fromRoot("target/pictures");
const DOCUMENTS = fromRoot("docs/clinical/pictures");
const LONG = {timeout: 120_000};
const CARD_WIDTHS = [240, 480];
const WINDOWS = [800, 1240];
const SCHEMES = ["light", "dark"];
const MAX_SHARE = 0.001;
/** Of one colour of a pixel, of 255: what smoothing of letters may differ in. */
const MAX_COLOUR = 8;

/** A rule each, whose first case with a card is drawn. */
const RULES = ["CC-001", "CC-003", "CC-010", "CC-012", "CC-017", "CC-020", "CC-030", "CC-040", "CC-050", "CC-060"];

function firstCase(rule) {
  const folder = path.join(service.folder, "fhir-resources/tests/patient-view", rule);
  const name = readdirSync(folder).sort().find(each => {
    const file = path.join(folder, each, "expected.json");
    return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).cards?.length > 0;
  });
  return `patient-view/${rule}/${name}`;
}

/**
 * Share of the pixels that differ; 1 when the pictures are not of one size. The outermost pixels are left out: the edges of an element
 * stand between two pixels, and which of them is cut off depends on how far the page was scrolled.
 */
async function difference(kept, came) {
  const page = await browser.newPage();
  const share = await page.evaluate(async ([one, other, most]) => {
    const [a, b] = await Promise.all([one, other].map(async text => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${text}`)).blob());
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    }));
    if (Math.abs(a.width - b.width) > 1 || Math.abs(a.height - b.height) > 1) return 1;
    const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
    let different = 0;
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const [one, other] = [4 * (y * a.width + x), 4 * (y * b.width + x)];
        if ([0, 1, 2].some(each => Math.abs(a.data[one + each] - b.data[other + each]) > most)) different++;
      }
    }
    return different / (width * height);
  }, [kept.toString("base64"), came.toString("base64"), MAX_COLOUR]);
  await page.close();
  return share;
}

/** Puts an element on whole pixels: between two, letters and lines are drawn as what stands above it on the page has moved it. */
function alignToPixels(element) {
  return element.evaluate(each => {
    const {x, y} = each.getBoundingClientRect();
    Object.assign(each.style, {position: "relative", left: `${Math.round(x) - x}px`, top: `${Math.round(y) - y}px`});
  });
}

/** @returns a sentence when the picture is not the kept one */
async function compare(name, element) {
  await alignToPixels(element);
  const came = await element.screenshot({animations: "disabled", caret: "hide"});
  const kept = path.join(KEPT, `${name}.png`);
  mkdirSync(CAME, {recursive: true});
  writeFileSync(path.join(CAME, `${name}.png`), came);
  if (process.env.PICTURES === "write") {
    mkdirSync(KEPT, {recursive: true});
    writeFileSync(kept, came);
  }
  if (!existsSync(kept)) return `${name} is not kept`;
  const share = await difference(readFileSync(kept), came);
  return share > MAX_SHARE ? `${name}: ${(100 * share).toFixed(2)} % of the pixels differ` : null;
}

for (const colorScheme of SCHEMES) {
  test(`ten cards look as they did, in ${colorScheme}`, async () => {
    const different = [];
    for (const rule of RULES) {
      const {page, close} = await open({width: 1240, colorScheme, hash: `case=${firstCase(rule)}`});
      for (const width of CARD_WIDTHS) {
        await page.click(`#width-${width}`);
        await settled(page);
        const card = page.locator(`.w${width} .card`).first();
        const wide = await card.evaluate(element => [element, ...element.querySelectorAll("*")]
          .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
          .map(each => each.className || each.tagName));
        assert.deepEqual(wide, [], `wider than the card at ${width} px`);
        assert.equal(Math.round((await card.boundingBox()).width), width);
        different.push(await compare(`card-${rule}-${width}-${colorScheme}`, card));
        if (process.env.PICTURES === "write" && rule === "CC-010" && colorScheme === "light") {
          writeFileSync(path.join(DOCUMENTS, `card-${width}.png`), readFileSync(path.join(CAME, `card-${rule}-${width}-${colorScheme}.png`)));
        }
      }
      await close();
    }
    assert.deepEqual(different.filter(Boolean), []);
  });

  test(`plot and coverage look as they did, in ${colorScheme}`, async () => {
    const different = [];
    const file = path.join(service.folder, "cql/CalciumPhosphateProduct.cql");
    const line = readFileSync(file, "utf8").split("\n").findIndex(each => each.includes('define "Is High And Current":')) + 1;
    for (const width of WINDOWS) {
      const {page, close} = await open({width, colorScheme, hash: `case=${CASE}&library=CalciumPhosphateProduct&line=${line}`});
      await page.locator(".timeline > summary").click();
      await page.waitForSelector(".plot circle", LONG);
      different.push(await compare(`plot-${width}-${colorScheme}`, page.locator(".plot")));
      await page.waitForFunction(() => /nothing wrong/.test(document.querySelector(".checked").innerText), null, LONG);
      await page.selectOption("#coverage-scope", "patient");
      await page.waitForSelector(".cm-truths", LONG);
      await page.locator("#coverage-scope").focus();
      different.push(await compare(`coverage-${width}-${colorScheme}`, page.locator(".editor")));
      await close();
    }
    assert.deepEqual(different.filter(Boolean), []);
  });
}
