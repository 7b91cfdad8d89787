/** Stories of the plot of calcium, phosphate and their product over time. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {CASE, open} from "./opened-page.js";

const LONG = {timeout: 60_000};

/** Opens a case, with changes in it, and its plot. */
async function openPlot(path, edits = {}) {
  const opened = await open({hash: `case=${path}&edits=${encodeURIComponent(JSON.stringify(edits))}`});
  await opened.page.locator(".timeline > summary").click();
  await opened.page.waitForSelector(".plot circle", LONG);
  return opened;
}

const limitsOf = (page, panel) => page.locator(`.plot > g[aria-label^="${panel}"] .limit-text`).allTextContents();

async function openTable(page) {
  await page.locator(".timeline .tree > summary").click();
  return page.locator(".timeline table").innerText();
}

test("the product over time is drawn, and told in a table", async () => {
  const {page, close} = await openPlot(CASE);
  assert.match(await openTable(page), /71\.40? mg2\/dL2[\s\S]*HIGH[\s\S]*Observation\/ca[\s\S]*Observation\/phos/);
  await close();
});

test("the limits of the product, of calcium and of phosphate are bands, of the age of the patient", async () => {
  for (const [path, product, calcium, phosphate] of [
    [CASE, ["> 55 ELEVATED", "> 70 HIGH"], ["< 8.4 for age", "> 10.5 for age"], ["> 4.5 for age", "> 5.5 on dialysis"]],
    ["patient-view/ages/child-on-dialysis-62", ["> 65 ELEVATED", "> 70 HIGH"], ["< 9.4 for age", "> 10.3 for age"], ["> 5.8 for age"]],
  ]) {
    const {page, close} = await openPlot(path);
    assert.deepEqual(await limitsOf(page, "Product"), product);
    assert.deepEqual(await limitsOf(page, "Calcium"), calcium);
    assert.deepEqual(await limitsOf(page, "Phosphate"), phosphate);
    assert.equal(await page.locator(".plot .band").count(), product.length + calcium.length + phosphate.length);
    const [low, high] = await page.locator(".plot .limit").evaluateAll(lines => lines.map(each => Number(each.getAttribute("y1"))));
    assert.ok(high < low, "the higher limit stands higher");
    const table = await openTable(page);
    for (const texts of [product, calcium, phosphate]) assert.ok(table.includes(texts.join(", ")), table);
    await close();
  }
});

test("a result that is not used is a hollow mark with the reason", async () => {
  const {page, close} = await openPlot(CASE, {"Observation/phos|valueQuantity.value": "99"});
  const mark = page.locator('.plot > g[aria-label^="Phosphate"] circle.unused');
  assert.match(await mark.getAttribute("aria-label"), /Phosphate 99 mg\/dL.*, Observation\/phos: a result is outside what is possible/);
  assert.notEqual(await mark.evaluate(each => getComputedStyle(each).fill), await mark.evaluate(each => getComputedStyle(each).stroke));
  assert.match(await page.locator('.plot > g[aria-label^="Calcium"] circle.unused').getAttribute("aria-label"), /: it makes no pair/);
  assert.match(await openTable(page), /not used: it makes no pair[\s\S]*not used: a result is outside what is possible/);
  await close();
});

test("a value that was sent in another unit is told in that unit and in that of the rules", async () => {
  const {page, close} = await openPlot(CASE, {
    "Observation/phos|valueQuantity.value": "2.26", "Observation/phos|valueQuantity.unit": "mmol/L", "Observation/phos|valueQuantity.code": "mmol/L",
  });
  const name = await page.locator('.plot > g[aria-label^="Phosphate"] circle').getAttribute("aria-label");
  assert.match(name, /Phosphate 2\.26 mmol\/L \(7(\.0\d*)? mg\/dL\)/);
  await close();
});

test("the marks are walked through with the keys, and Enter marks the lines of the explanation", async () => {
  const {page, problems, close} = await openPlot(CASE);
  await page.locator(".timeline > summary").focus();
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => ({
    role: document.activeElement.getAttribute("role"), name: document.activeElement.getAttribute("aria-label"),
    outline: getComputedStyle(document.activeElement).outlineStyle, said: document.querySelector(".looked p").textContent,
  }));
  const first = await focused();
  assert.equal(first.role, "button");
  assert.match(first.name, /^Product 71\.40? .*Observation\/ca, Observation\/phos/);
  assert.notEqual(first.outline, "none");
  assert.ok(first.said.startsWith(first.name), "what is looked at is told");
  await page.keyboard.press("ArrowDown");
  assert.match((await focused()).name, /^Calcium .*Observation\/ca/);
  await page.keyboard.press("ArrowDown");
  assert.match((await focused()).name, /^Phosphate .*Observation\/phos/);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".marked");
  const marked = await page.locator(".marked").allTextContents();
  assert.ok(marked.every(each => each.includes("Observation/phos")), marked.join("\n"));
  assert.match(await page.locator(".looked [role=status]").innerText(), new RegExp(`Lines marked in the explanation: ${marked.length}\\.`));
  assert.match((await focused()).name, /^Phosphate/, "the keys stay where they are");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "{ }");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Observation/phos");
  assert.deepEqual(problems, []);
  await close();
});
