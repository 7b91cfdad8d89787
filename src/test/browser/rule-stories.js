/** Stories of what the rules are for a patient and over all cases: values, coverage. */

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, open, service} from "./opened-page.js";

const LONG = {timeout: 120_000};
const LIMITS = path.join(service.folder, "cql/MineralLimits.cql");

const row = (page, name) => page.locator(".values tbody tr", {has: page.getByRole("rowheader", {name, exact: true})});

/** Waits until the values are those of what is asked now, and shows those of a name alone. */
async function openValues(library, name) {
  const opened = await open({hash: `case=${CASE}&view=values&library=${library}`});
  await valuesAreThere(opened.page);
  await opened.page.fill("#values-filter", name);
  return opened;
}

const valuesAreThere = page => page.waitForSelector('.values[aria-busy="false"] table', LONG);

test("the values of a library are those of the patient, and follow the record", async () => {
  const {page, close} = await openValues("CalciumPhosphateProduct", "");
  const all = await page.locator(".values tbody > tr").count();
  await page.fill("#values-filter", "is high and current");
  assert.ok(await page.locator(".values tbody > tr").count() < all);
  assert.match(await row(page, "Is High And Current").innerText(), /System\.Boolean\s+✓ true/);
  await page.click("#view-record");
  await page.getByLabel(/^Phosphate.*, Value,/).fill("5.0");
  await page.click("#view-values");
  await page.waitForFunction(() => document.querySelector(".values").ariaBusy === "false"
    && /false/.test(document.querySelector(".values tbody").innerText), null, LONG);
  await page.reload();
  await valuesAreThere(page);
  assert.equal(await page.locator("#values-library").inputValue(), "CalciumPhosphateProduct");
  await page.fill("#values-filter", "is high and current");
  await row(page, "Is High And Current").getByRole("button").click();
  await page.waitForSelector(".cm-activeLine", LONG);
  assert.match(await page.locator(".cm-activeLine").innerText(), /define "Is High And Current"/);
  await close();
});

test("values count as there when the libraries that can be chosen are listed", async () => {
  let list;
  const listed = new Promise(resolve => { list = resolve; });
  const {page, close} = await open({
    hash: `case=${CASE}&view=values&library=CalciumPhosphateProduct`,
    init: page => page.route("**/workbench/api/sources", async route => { await listed; await route.continue(); }),
  });
  await page.waitForSelector(".values tbody", LONG);
  assert.equal(await page.locator(".values[aria-busy]").getAttribute("aria-busy"), "true");
  list();
  await valuesAreThere(page);
  assert.equal(await page.locator("#values-library").inputValue(), "CalciumPhosphateProduct");
  await close();
});

test("a list of tuples is a table, and its resources open", async () => {
  const {page, close} = await openValues("LaboratoryResults", "calcium results");
  const list = row(page, "Calcium Results").locator("td:nth-child(3) details");
  await list.locator("summary").click();
  assert.deepEqual((await list.locator("thead th").allInnerTexts()).slice(0, 2), ["reference", "moment"]);
  await list.locator("button.reference").first().click();
  assert.match(await page.locator("dialog pre").innerText(), /"id": "ca"/);
  await page.keyboard.press("Escape");
  await close();
});

test("values that a save has changed are marked with those before", async () => {
  const text = readFileSync(LIMITS, "utf8");
  const {page, close} = await openValues("MineralLimits", "high product");
  await page.waitForSelector(".state.good", LONG);
  assert.equal(await page.locator(".values .change").count(), 0);
  writeFileSync(LIMITS, text.replace(/(define "High Product":\s+)70\.0/, "$172.0"));
  await page.waitForSelector(".values .change", LONG);
  assert.match(await row(page, "High Product").innerText(), /72\.0[\s\S]*before the save: 70\.0/);
  writeFileSync(LIMITS, text);
  await page.waitForFunction(() => /before the save: 72\.0/.test(document.querySelector(".values tbody").innerText), null, LONG);
  await page.waitForSelector(".state.good", LONG);
  await close();
});

test("how often a define is true over all cases is counted while other questions are answered", async () => {
  const {page, close} = await openValues("CalciumPhosphateProduct", "is high and current");
  let end;
  const ended = new Promise(resolve => { end = resolve; });
  await page.route("**/workbench/api/coverage?rule=", async route => { await ended; await route.continue(); });
  await page.click("#values-count");
  await page.waitForFunction(() => /\d+ of \d+ cases/.test(document.querySelector(".values .bar").innerText), null, LONG);
  await page.fill("#clock", "2026-11-21T09:01:00Z");
  await page.waitForFunction(() => document.querySelector(".values").ariaBusy === "true");
  await valuesAreThere(page);
  end();
  await page.waitForSelector(".values .counts", LONG);
  const [isTrue, isFalse] = (await row(page, "Is High And Current").locator(".counts").innerText()).match(/\d+/g).map(Number);
  assert.ok(isTrue > 0 && isFalse > isTrue, `${isTrue} true, ${isFalse} false`);
  await close();
});

test("coverage is marked in the source, of the patient, of all cases and of a rule, and never in another text", async () => {
  const file = path.join(service.folder, "cql/CalciumPhosphateProduct.cql");
  const line = readFileSync(file, "utf8").split("\n").findIndex(each => each.includes('define "Is High And Current":')) + 1;
  const {page, close} = await open({hash: `case=${CASE}&library=CalciumPhosphateProduct&line=${line}`});
  await page.waitForFunction(() => /nothing wrong/.test(document.querySelector(".checked").innerText), null, LONG);
  /** What the marks behind the first condition of the define say, once they say what is expected. */
  const says = async expected => {
    await page.waitForFunction(([label, at]) => {
      const lines = [...document.querySelector(".editor").shadowRoot.querySelectorAll(".cm-line")];
      const index = lines.findIndex(each => each.textContent.startsWith(at));
      return new RegExp(label).test(lines[index + 1]?.querySelector(".cm-truths")?.ariaLabel ?? "none");
    }, [expected, 'define "Is High And Current":'], LONG);
  };
  await says("^none$");
  await page.selectOption("#coverage-scope", "patient");
  await says("^true [1-9]\\d*, false 0, undetermined 0$");
  assert.ok(await page.locator(".cm-never").count() > 0);
  await page.click("#view-record");
  await page.getByLabel(/^Phosphate.*, Value,/).fill("5.0");
  await page.click("#view-source");
  await says("^true 0, false [1-9]\\d*, undetermined 0$");
  await page.selectOption("#coverage-scope", {label: "all cases"});
  await says("^true [1-9]\\d*, false [1-9]\\d*, ");
  const all = await page.locator(".sources .bar .note").innerText();
  await page.selectOption("#coverage-scope", "CC-010");
  await page.waitForFunction(text => /^\d+ cases\.$/.test(document.querySelector(".sources .bar .note").textContent)
    && document.querySelector(".sources .bar .note").textContent !== text, all, LONG);
  await says("^true [1-9]");
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("// ");
  await page.waitForFunction(() => /another text/.test(document.querySelector(".sources .bar .note").textContent), null, LONG);
  assert.equal(await page.locator(".cm-truths, .cm-never, .cm-partly").count(), 0);
  await page.click("#source-revert");
  await page.waitForSelector(".cm-truths", LONG);
  await close();
});

test("a raised threshold against the last commit: who loses a rule, one click from the why", async () => {
  const git = (...words) => execFileSync("git", ["-C", service.folder, "-c", "user.name=Author", "-c", "user.email=author@example.org", ...words]);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "Begin");
  const text = readFileSync(LIMITS, "utf8");
  writeFileSync(LIMITS, text.replace(/(define "High Product":\s+)70\.0/, "$171.5"));
  const {page, close} = await open({hash: "case=patient-view/CC-010/dialysis-product-71-40&view=difference"});
  await page.waitForSelector(".state.good", LONG);
  assert.equal(await page.locator("#difference-against").inputValue(), "git");
  await page.click("#difference-start");
  await page.waitForSelector("#difference-CC-010", LONG);
  const cells = await page.locator("tr", {has: page.locator("#difference-CC-010")}).locator("td").allInnerTexts();
  const [before, after, gained, lost] = cells.map(each => Number(each.split(" ")[0]));
  assert.ok(lost > 0 && gained === 0 && before - lost === after, cells.join(", "));
  await page.click("#difference-CC-010");
  assert.equal(await page.locator(".differences > li").count(), lost);
  const link = page.locator(".differences > li", {hasText: /^dialysis product 71 40/});
  assert.match(await link.innerText(), /loses CC-010: .* was .* CalciumPhosphateProduct\.cql:\d+|loses CC-010/);
  await link.locator("a").click();
  await page.waitForFunction(() => /CC-010/.test(document.querySelector(".near")?.innerText ?? ""), null, LONG);
  writeFileSync(LIMITS, text);
  await page.waitForFunction(() => /compare again/.test(document.querySelector(".difference > .note").textContent), null, LONG);
  await page.selectOption("#difference-against", "path");
  await page.fill("#difference-path", "no-such-folder");
  await page.click("#difference-start");
  await page.waitForFunction(() => /holds no content/.test(document.querySelector(".difference > .note").textContent), null, LONG);
  await page.selectOption("#difference-against", "git");
  await page.click("#difference-start");
  await page.waitForFunction(() => /^0 of \d+ patients/.test(document.querySelector("#difference-summary")?.textContent ?? ""), null, LONG);
  rmSync(path.join(service.folder, ".git"), {recursive: true});
  await page.waitForSelector(".state.good", LONG);
  await close();
});

test("a folder of patients is compared, and each opens with the question that was asked", async () => {
  const folder = path.join(service.folder, "patients");
  mkdirSync(path.join(folder, "more"), {recursive: true});
  const bundle = path.join(service.folder, "fhir-resources/tests", CASE, "Bundle.json");
  for (const name of ["ann.json", "more/ben.json"]) copyFileSync(bundle, path.join(folder, name));
  const other = path.join(service.folder, "other");
  for (const name of ["cql", "fhir-resources"]) {
    cpSync(path.join(service.folder, name), path.join(other, name), {recursive: true, filter: file => !file.includes("/tests")});
  }
  const words = path.join(other, "cql/ProductRules.cql");
  writeFileSync(words, readFileSync(words, "utf8").replaceAll("repeat, find", "repeat and find"));
  const {page, close} = await open({hash: `case=${CASE}&view=difference`, init: page => page.addInitScript(() => {
    const Real = Date;
    globalThis.Date = class extends Real { constructor(...parts) { super(...parts.length ? parts : ["2026-11-21T09:00:00Z"]); } };
  })});
  await page.waitForSelector(".state.good", LONG);
  await page.selectOption("#difference-against", "path");
  await page.fill("#difference-path", "other");
  await page.selectOption("#difference-who", "folder");
  await page.fill("#difference-patients", "patients");
  await page.click("#difference-start");
  await page.waitForFunction(() => /^2 of 2 patients/.test(document.querySelector("#difference-summary")?.textContent ?? ""), null, LONG);
  await page.locator(".differences button", {hasText: "ben.json"}).click();
  await page.waitForFunction(() => /ben\.json/i.test(document.querySelector(".heading h1")?.textContent ?? "")
    && /repeat, find/.test(document.querySelector(".answers")?.textContent ?? ""), null, LONG);
  assert.equal(await page.locator("#clock").inputValue(), "2026-11-21T09:00:00Z");
  for (const each of [folder, other]) rmSync(each, {recursive: true});
  await close();
});

test("a rule is reviewed, and the review is out of date when a limit of the rule changes", async () => {
  const text = readFileSync(LIMITS, "utf8");
  const file = path.join(service.folder, "docs/clinical/reviews/CC-010.json");
  const {page, close} = await open({hash: `case=${CASE}&view=review&rule=CC-010`});
  await page.waitForSelector(".state.good", LONG);
  const says = async expected => page.waitForFunction(words => document.querySelector("#review-state")?.textContent === words, expected, LONG);
  await says("not reviewed");
  await page.waitForSelector("#review-firing li:nth-of-type(2)", LONG);
  await page.locator("#review-near a").first().click();
  await page.waitForFunction(name => !location.hash.includes(name) && /rule=CC-010/.test(location.hash), CASE.split("/").at(-1), LONG);
  await page.check('.review input[value="disagree"]');
  await page.fill("#review-sentence", "70 is too low on dialysis.");
  await page.click("#review-send");
  await says("disagree");
  const [kept] = JSON.parse(readFileSync(file, "utf8")).reviews;
  assert.equal(kept.verdict, "disagree");
  assert.equal(kept.sentence, "70 is too low on dialysis.");
  writeFileSync(LIMITS, text.replace(/(define "High Product":\s+)70\.0/, "$171.5"));
  await says("out of date: disagree");
  await page.reload();
  await says("out of date: disagree");
  assert.match(await page.locator(".review").innerText(), /70 is too low on dialysis\. \(out of date/);
  writeFileSync(LIMITS, text);
  await says("disagree");
  await page.waitForSelector(".state.good", LONG);
  rmSync(file);
  await close();
});
