/** Stories of what the editor offers and tells while an author types. */

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, open, service} from "./opened-page.js";

const LONG = {timeout: Number(process.env.LONG ?? 120_000)};

async function checked(page, expected) {
  await page.waitForFunction(([source, flags]) => new RegExp(source, flags).test(document.querySelector(".checked")?.innerText ?? ""),
    [expected.source, expected.flags], LONG);
}

/** Opens a source with the cursor at the end of a line that has a text. */
async function openAt(name, folder, suffix, text) {
  const line = readFileSync(path.join(service.folder, folder, `${name}.${suffix}`), "utf8").split("\n").findIndex(each => each.includes(text)) + 1;
  const opened = await open({hash: `case=${CASE}&library=${name}&line=${line}`});
  await opened.page.waitForSelector(".cm-activeLine", LONG);
  await checked(opened.page, /nothing wrong/);
  await opened.page.locator(".cm-activeLine").click();
  await opened.page.keyboard.press("End");
  return opened;
}

const offered = page => page.locator(".cm-tooltip-autocomplete li");

/** What is offered once a name is. */
async function offers(page, name) {
  await offered(page).filter({hasText: name}).first().waitFor(LONG);
  return offered(page).evaluateAll(all => all.map(each => [...each.children].map(part => part.textContent).join(" ")));
}

const ofLibrary = (name, text) => openAt(name, "cql", "cql", text);

test("after a full stop the elements of a resource, of a tuple and of an expression are offered with their types", async () => {
  const {page, close} = await ofLibrary("PatientRecord", 'define "Is Under 18"');
  await page.keyboard.press("Control+End");
  await page.keyboard.type('\ndefine "Tried":\n  [Observation] O\n    where O.');
  assert.ok((await offers(page, "status")).includes("status FHIR.ObservationStatus"));
  await page.keyboard.type("effe");
  await page.keyboard.press("Enter");
  assert.match(await page.locator(".cm-activeLine").innerText(), /where O\.effective$/);
  await page.keyboard.type(" is not null");
  await page.keyboard.press("Escape");
  await page.keyboard.type("\n    return Tuple { coded: O.code.");
  assert.ok((await offers(page, "coding")).includes("coding List<FHIR.Coding>"));
  await page.keyboard.type("coding[0].cod");
  assert.deepEqual(await offers(page, "code"), ["code FHIR.code"]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.type('\n\ndefine "Tried Too":\n  "Tried" T\n    where T.');
  assert.deepEqual(await offers(page, "coded"), ["coded FHIR.code"]);
  await page.keyboard.press("Enter");
  await page.keyboard.type(" = Record");
  await page.click("#source-revert");
  await checked(page, /nothing wrong/);
  await close();
});

test("value sets, code systems, parameters, defines and functions are offered", async () => {
  const {page, close} = await ofLibrary("KidneyDisease", 'define "Stage 5 Limit"');
  await page.keyboard.press("Control+End");
  await page.keyboard.type('\ndefine "Tried":\n  ValueSets.');
  assert.ok((await offers(page, "valueset")).length > 20);
  await page.keyboard.press("Escape");
  for (let i = 0; i < "ValueSets.".length; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type("Record.");
  const declared = await offers(page, "parameter");
  assert.ok(declared.includes('"As Of" parameter'), declared.join());
  assert.ok(declared.some(each => each.startsWith('"Is Under 18" define')), declared.join());
  assert.ok(declared.some(each => /^".*" \(.*\)$/.test(each)), declared.join());
  await page.click("#source-revert");
  await close();
});

test("pointing at an element tells its type and the values that it has for the patient, by keyboard too", async () => {
  const {page, close} = await ofLibrary("PatientRecord", "(result.effective as FHIR.dateTime)");
  await page.locator(".cm-line", {hasText: "result.effective"}).getByText('"end"', {exact: true}).hover();
  await page.waitForSelector(".cm-tooltip .about", LONG);
  assert.match(await page.locator(".cm-tooltip .about").innerText(), /"end"\s+FHIR\.dateTime\s+Values for this patient:\s+= 2026-.* ×/);
  const goToElement = async () => {
    await page.keyboard.press("Home");
    for (let i = 0; i < "(result.eff".length; i++) await page.keyboard.press("ArrowRight");
  };
  await goToElement();
  await page.keyboard.press("Control+F1");
  await page.locator("dialog .about").waitFor(LONG);
  assert.match(await page.locator("dialog .about").innerText(), /result\.effective\s+Choice<FHIR\.dateTime.*\s+Values for this patient:\s+= 2026-/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await page.keyboard.type(" ");
  await goToElement();
  await page.keyboard.press("Control+F1");
  await page.locator("dialog .about").waitFor(LONG);
  assert.doesNotMatch(await page.locator("dialog .about").innerText(), /Values/, "a text that is not saved has none");
  await page.keyboard.press("Escape");
  await page.click("#source-revert");
  await close();
});

const NAME = "ValueSet-lab-phosphate";

test("the elements and the codes of a resource are offered, with their definitions", async () => {
  const {page, close} = await openAt(NAME, "fhir-resources/value-set", "json", '"status"');
  await page.keyboard.type('\n"pur');
  assert.match((await offers(page, "purpose"))[0], /^purpose markdown 0\.\.1$/);
  assert.match(await page.locator(".cm-completionInfo").innerText(), /Why this value set is defined/);
  await page.keyboard.press("Enter");
  await page.keyboard.type('"Tried",\n"text": {"status": "');
  assert.deepEqual(await offers(page, "additional"), ["additional code", "empty code", "extensions code", "generated code"]);
  await page.keyboard.type("gen");
  await page.keyboard.press("Enter");
  assert.match(await page.locator(".cm-content").innerText(), /"text": \{"status": "generated"\}/);
  await page.locator(".cm-line span", {hasText: '"status"'}).first().hover();
  await page.waitForSelector(".cm-tooltip .about", LONG);
  assert.match(await page.locator(".cm-tooltip .about").innerText(), /status\s+code 1\.\.1\s+draft \| active \| retired \| unknown/);
  await page.click("#source-revert");
  await checked(page, /nothing wrong/);
  await close();
});
