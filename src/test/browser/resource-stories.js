/** Stories of the JSON of resources in the page. */

import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, open, service} from "./opened-page.js";

const LONG = {timeout: 120_000};
const NAME = "ValueSet-lab-phosphate";
const FILE = path.join(service.folder, "fhir-resources/value-set", `${NAME}.json`);

/** Waits until the findings are as expected. */
async function checked(page, expected) {
  await page.waitForFunction(([source, flags]) => new RegExp(source, flags).test(document.querySelector(".checked")?.innerText ?? ""),
    [expected.source, expected.flags], LONG);
}

/** Waits until the editor has a text that matches, or that no longer does. */
const hasText = (page, expected, isThere = true) => page.waitForFunction(([source, wanted]) =>
  new RegExp(source).test(document.querySelector(".editor").shadowRoot?.querySelector(".cm-content")?.innerText ?? "") === wanted,
[expected.source, isThere], LONG);

async function openResource() {
  const opened = await open({hash: `case=${CASE}&library=${NAME}`});
  await opened.page.waitForSelector(".cm-content", LONG);
  await checked(opened.page, /nothing wrong/);
  return opened;
}

/** Puts the cursor behind a text of a line in view, which is at the end of a line. */
async function clickBehind(page, text) {
  await page.locator(".cm-line", {hasText: text}).first().click();
  await page.keyboard.press("End");
}

test("a resource is coloured, folded, checked as FHIR at its place, and saved", async () => {
  const text = readFileSync(FILE, "utf8");
  const {page, close} = await openResource();
  assert.equal(await page.locator("#coverage-scope").isVisible(), false);
  const colour = name => page.locator(".cm-line span", {hasText: name}).first().evaluate(element => getComputedStyle(element).color);
  assert.notEqual(await colour('"status"'), await colour('"active"'));
  const lines = await page.locator(".cm-line").count();
  await page.locator('.cm-foldGutter [title="Fold line"]').nth(1).click();
  await page.waitForFunction(all => document.querySelector(".editor").shadowRoot.querySelectorAll(".cm-line").length < all, lines);
  await page.locator(".cm-foldPlaceholder").first().click();
  await clickBehind(page, '"status"');
  await page.keyboard.type('\n"statu": 1,');
  await checked(page, /CDS002 .*statu/);
  assert.equal(await page.locator(".cm-lintRange-error").innerText(), '"statu"');
  assert.equal(readFileSync(FILE, "utf8"), text, "nothing is written before it is saved");
  for (let i = 0; i < '"statu": 1,'.length; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type('"purpose": "Tried",');
  await checked(page, /nothing wrong/);
  await page.keyboard.press("Control+s");
  await page.waitForFunction(() => /Saved/.test(document.querySelector(".sources").innerText), null, LONG);
  assert.equal(JSON.parse(readFileSync(FILE, "utf8")).purpose, "Tried");
  await page.waitForSelector(".state.good", LONG);
  writeFileSync(FILE, text);
  await hasText(page, /purpose/, false);
  await page.waitForSelector(".state.good", LONG);
  await close();
});

test("a resource that is changed on disk while it is open is merged, or its author decides", async () => {
  const text = readFileSync(FILE, "utf8");
  const {page, close} = await openResource();
  await clickBehind(page, '"status"');
  await page.keyboard.type('\n"purpose": "Tried",');
  writeFileSync(FILE, `${text.trimEnd()}\n\n`);
  await page.waitForFunction(() => /both changes/.test(document.querySelector(".sources").innerText), null, LONG);
  writeFileSync(FILE, text.replace(/("status": "\w+",)/, '$1\n  "purpose": "Of another",'));
  await page.waitForSelector("#keep-mine", LONG);
  assert.equal(JSON.parse(readFileSync(FILE, "utf8")).purpose, "Of another", "nothing is written over it");
  await page.click("#take-disk");
  await hasText(page, /Of another/);
  writeFileSync(FILE, text);
  await hasText(page, /purpose/, false);
  await page.waitForSelector(".state.good", LONG);
  await close();
});

test("the url of a resource leads to it and to its uses, from CQL too", async () => {
  const file = path.join(service.folder, "cql/CalcinosisValueSets.cql");
  const line = readFileSync(file, "utf8").split("\n").findIndex(each => each.includes("ValueSet/lab-phosphate'")) + 1;
  const {page, close} = await open({hash: `case=${CASE}&library=CalcinosisValueSets&line=${line}`});
  await page.waitForSelector(".cm-activeLine", LONG);
  await page.keyboard.press("End");
  await page.keyboard.press("F12");
  await page.waitForFunction(name => location.hash.includes(`library=${name}`), NAME, LONG);
  await hasText(page, /"resourceType": "ValueSet"/);
  await page.locator(".cm-line", {hasText: '"url"'}).first().click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+F12");
  await page.waitForSelector("dialog .uses li", LONG);
  assert.match(await page.locator("dialog .uses").innerText(), /CalcinosisValueSets:\d+/);
  await page.locator("dialog .uses button").first().click();
  await page.waitForFunction(at => location.hash.includes(`library=CalcinosisValueSets&line=${at}`), line, LONG);
  await close();
});
