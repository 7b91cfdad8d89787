/** Stories of the informatician who changes CQL in the page. */

import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, HIGH, addFigures, open, percentile, service, settled, summaries} from "./opened-page.js";

const LIMITS = path.join(service.folder, "cql/MineralLimits.cql");
const LONG = {timeout: 120_000};

/** Of each kind of text, for the figures. */
const PAUSES = 20;

/** Opens the source of a library, at the line of a text. */
async function openSource(library, text, options = {}) {
  const line = readFileSync(path.join(service.folder, "cql", `${library}.cql`), "utf8").split("\n").findIndex(each => each.includes(text)) + 1;
  const opened = await open({...options, hash: `case=${CASE}&library=${library}&line=${line}`});
  await opened.page.waitForSelector(".cm-activeLine", LONG);
  await checked(opened.page, /nothing wrong/);
  return opened;
}

/** Waits until the findings are as expected. */
async function checked(page, expected) {
  await page.waitForFunction(([source, flags]) => new RegExp(source, flags).test(document.querySelector(".checked")?.innerText ?? ""),
    [expected.source, expected.flags], LONG);
}

const bound = page => page.locator(".cm-content");

test("a misspelled name is found at its place with its page, and mended", async () => {
  const {page, close} = await openSource("CalciumPhosphateProduct", '"Pair Is Current"');
  const text = readFileSync(path.join(service.folder, "cql/CalciumPhosphateProduct.cql"), "utf8");
  await page.keyboard.press("Control+End");
  // The editor closes the quotes.
  await page.keyboard.type('\ndefine "Tried":\n  not "Pair Is Curent');
  await checked(page, /CDS012 .*Pair Is Curent/);
  assert.match(await page.locator(".checked").innerText(), /Did you mean|Pair Is Current/);
  assert.equal(await page.locator(".cm-lintRange-error").innerText(), '"Pair Is Curent"');
  await page.locator(".checked .reference").first().click();
  assert.match(await page.locator("dialog h2").first().innerText(), /CDS012/);
  await page.keyboard.press("Escape");
  assert.equal(readFileSync(path.join(service.folder, "cql/CalciumPhosphateProduct.cql"), "utf8"), text, "nothing is written before it is saved");
  await page.click("#source-revert");
  await checked(page, /nothing wrong/);
  assert.equal(await page.locator(".cm-lintRange-error").count(), 0);
  await close();
});

test("what is typed stands as it was typed, also on a slow machine", async () => {
  const {page, close} = await openSource("CalciumPhosphateProduct", '"Pair Is Current"');
  const machine = await page.context().newCDPSession(page);
  const lines = [];
  for (const [rate, delay] of [[1, 0], [7, 0], [4, 60], [13, 0], [10, 60], [16, 120], [4, 120], [1, 60]]) {
    lines.push(`// at ${rate} with ${delay}`);
    await machine.send("Emulation.setCPUThrottlingRate", {rate});
    await page.keyboard.press("Control+End");
    await page.keyboard.type(`\n${lines.at(-1)}`, {delay});
  }
  await page.waitForFunction(last => document.querySelector(".editor").shadowRoot.querySelector(".cm-content").innerText.includes(last), lines.at(-1), LONG);
  const shown = (await bound(page).innerText()).split("\n").filter(line => /at \d+ with/.test(line));
  assert.deepEqual(shown, lines);
  await close();
});

test("each pause in typing is followed by the findings of the text that is there", async () => {
  const {page, close} = await openSource("MineralRules", 'define "Referral Words"');
  await page.keyboard.press("Control+End");
  const typed = {};
  for (const [kind, start, expected] of [["comment", "\n// tried ", /nothing wrong/], ["misspelt", '\ndefine "Tried":\n  not "Nobody', /CDS012 .*Nobody/]]) {
    await page.keyboard.type(start);
    await checked(page, expected);
    const times = [];
    for (let i = 0; i < PAUSES; i++) {
      const before = await page.evaluate(() => ({length: document.querySelector("[data-checked]").dataset.checked, now: performance.now()}));
      await page.keyboard.type("x");
      await page.waitForFunction(length => document.querySelector("[data-checked]").dataset.checked !== length, before.length, LONG);
      times.push(await page.evaluate(() => performance.getEntriesByName("checked").at(-1).startTime) - before.now);
      await checked(page, expected);
    }
    typed[`${kind}P50Ms`] = percentile(times, 0.5);
    typed[`${kind}P95Ms`] = percentile(times, 0.95);
  }
  addFigures({typed: {count: PAUSES, ...typed}});
  await page.click("#source-revert");
  await checked(page, /nothing wrong/);
  await close();
});

test("a threshold that is raised and saved takes the card away, and brings it back", async () => {
  const before = readFileSync(LIMITS, "utf8");
  const {page, close} = await openSource("MineralLimits", 'define "High Product"');
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.type("72.0 'mg2/dL2");
  await page.keyboard.press("Control+s");
  await page.waitForFunction(summary => ![...document.querySelectorAll(".card .summary")].some(each => each.textContent === summary)
    && document.querySelector(".answers").ariaBusy === "false", HIGH, LONG);
  assert.match(readFileSync(LIMITS, "utf8"), /define "High Product":\s+72\.0/);
  await page.waitForSelector(".state.good", LONG);
  await bound(page).focus();
  await page.keyboard.press("Control+z");
  while (/72\.0/.test(await page.locator(".cm-activeLine").innerText())) await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+s");
  await page.waitForFunction(summary => document.querySelector(".card .summary")?.textContent === summary, HIGH, LONG);
  await settled(page);
  assert.equal(readFileSync(LIMITS, "utf8"), before);
  await close();
});

test("a file that is changed on disk while it is open is merged, or its author decides", async () => {
  const before = readFileSync(LIMITS, "utf8");
  const {page, close} = await openSource("MineralLimits", 'define "High Product"');
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n// at the end");
  writeFileSync(LIMITS, before.replace("library MineralLimits", "// at the beginning\nlibrary MineralLimits"));
  await page.waitForFunction(() => /both changes/.test(document.querySelector(".sources").innerText), null, LONG);
  await page.click("#source-save");
  await page.waitForFunction(() => /Saved/.test(document.querySelector(".sources").innerText), null, LONG);
  const both = readFileSync(LIMITS, "utf8");
  assert.match(both, /^\/\/ at the beginning$/m);
  assert.match(both, /^\/\/ at the end$/m);
  await bound(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" of mine");
  writeFileSync(LIMITS, both.replace("// at the end", "// at the end of another"));
  await page.waitForSelector("#keep-mine", LONG);
  assert.match(readFileSync(LIMITS, "utf8"), /at the end of another$/m, "nothing is written over it");
  await page.click("#take-disk");
  await page.waitForFunction(() => document.querySelector("#source-save").disabled);
  writeFileSync(LIMITS, before);
  await page.waitForSelector(".state.good", LONG);
  await page.waitForFunction(summary => document.querySelector(".card .summary")?.textContent === summary, HIGH, LONG);
  await close();
});

test("names are completed, and lead to their definition and their uses in other libraries", async () => {
  const {page, close} = await openSource("MineralRules", 'define "Referral Words"');
  await page.keyboard.press("Control+End");
  await page.keyboard.type('\ndefine "Tried":\n  Record."Is Und');
  await page.waitForSelector(".cm-tooltip-autocomplete");
  await page.locator(".cm-tooltip-autocomplete li", {hasText: '"Is Under 18"'}).click();
  assert.match(await page.locator(".cm-activeLine").innerText(), /Record\."Is Under 18"$/);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F12");
  await page.waitForFunction(() => /library=PatientRecord/.test(location.hash), null, LONG);
  assert.match(await page.locator(".cm-activeLine").innerText(), /define "Is Under 18"/);
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("Shift+F12");
  await page.waitForSelector("dialog .uses li");
  assert.match(await page.locator("dialog .uses").innerText(), /MineralRules:\d+/);
  await page.locator("dialog .uses button", {hasText: /^MineralRules:/}).first().click();
  await page.waitForFunction(() => /library=MineralRules/.test(location.hash), null, LONG);
  assert.match(await page.locator("#library").innerText(), /MineralRules \(not saved\)/, "what is not saved is kept");
  await close();
});

test("pointing at a name tells what it is, and its value for the patient", async () => {
  const {page, close} = await openSource("ProductRules", 'define "CC-010 Fires"');
  const pointAt = async name => {
    await page.mouse.move(0, 0);
    await page.locator(".cm-content").getByText(name, {exact: true}).first().hover();
    await page.waitForSelector(".cm-tooltip .about", LONG);
    return page.locator(".cm-tooltip .about").innerText();
  };
  assert.match(await pointAt('"CC-010 Fires"'), /CC-010 Fires define\s+(System\.)?Boolean\s+✓ true/);
  await bound(page).focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" ");
  assert.match(await pointAt('"CC-010 Fires"'), /The value is of the saved text/);
  await page.click("#source-revert");
  await close();
});

test("a define is folded by keyboard and beside its line, a word is found, and words have the colours of what they are", async () => {
  const {page, close} = await openSource("CalciumPhosphateProduct", 'define "Is High And Current"');
  const line = text => page.locator(".cm-line", {hasText: text}).first();
  const folded = page.locator(".cm-foldPlaceholder");
  const condition = line(/"Tier" = 'HIGH'/);
  await page.keyboard.press("Control+Shift+BracketLeft");
  await folded.waitFor();
  assert.match(await line('define "Is High And Current"').innerText(), /^define "Is High And Current":\s*…$/);
  assert.equal(await condition.count(), 0);
  await page.keyboard.press("Control+Shift+BracketRight");
  await condition.waitFor();
  assert.equal(await folded.count(), 0);
  const beside = await page.locator(".cm-activeLineGutter.cm-gutterElement").first().boundingBox();
  const {x, width} = await page.locator(".cm-foldGutter").boundingBox();
  await page.mouse.click(x + width / 2, beside.y + beside.height / 2);
  await folded.waitFor();
  assert.equal(await condition.count(), 0);
  await folded.click();
  await condition.waitFor();

  const drawn = word => page.locator(".cm-line span").getByText(word, {exact: true}).first()
    .evaluate(each => ({colour: getComputedStyle(each).color, weight: getComputedStyle(each).fontWeight}));
  const plain = await page.locator(".cm-content").evaluate(each => getComputedStyle(each).color);
  const [declares, operator, text, name] = [await drawn("define"), await drawn("and"), await drawn("'HIGH'"), await drawn('"Tier"')];
  assert.equal(new Set([plain, operator.colour, text.colour, name.colour]).size, 4, "each has a colour of its own");
  assert.equal(declares.colour, operator.colour);
  assert.notEqual(declares.weight, operator.weight);

  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("Is High And Current");
  await page.waitForSelector(".cm-searchMatch");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".cm-searchMatch-selected");
  assert.equal(await page.locator(".cm-searchMatch-selected").first().innerText(), "Is High And Current");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".cm-search").count(), 0);
  await bound(page).focus();
  await page.keyboard.press("End");
  assert.match(await page.locator(".cm-activeLine").innerText(), /Is High And Current/);
  await close();
});
