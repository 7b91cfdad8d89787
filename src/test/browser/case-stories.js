/** Stories of cases: one is kept, run, seen to fail and accepted. */

import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, open, service} from "./opened-page.js";

test("a case at the edge is kept, and is in the list", async () => {
  const {page, close} = await open();
  await page.getByLabel(/^Phosphate.*, Value,/).fill("6.8");
  await page.waitForSelector(".change, .lost");
  await page.click("#keep");
  await page.fill('dialog input[name="name"]', "dialysis-product-69-36");
  await page.fill('dialog input[name="why"]', "69.36 does not exceed 70.");
  await page.getByRole("button", {name: "Write the case"}).click();
  await page.waitForFunction(() => /Written:/.test(document.querySelector("dialog .message")?.textContent ?? ""), null, {timeout: 15_000});
  const kept = JSON.parse(readFileSync(path.join(service.folder,
    "fhir-resources/tests/patient-view/CC-010/dialysis-product-69-36/expected.json"), "utf8"));
  assert.equal(kept.why, "69.36 does not exceed 70.");
  assert.equal(kept.product.value, 69.36);
  await page.keyboard.press("Escape");
  await page.fill("#filter", "69 36");
  await page.fill("#filter", "dialysis-product-69-36");
  assert.equal(await page.locator(".cases a").count(), 1);
  await close();
});

test("a case that fails is shown card by card and accepted", async () => {
  const expected = path.join(service.folder, "fhir-resources/tests", CASE, "expected.json");
  const text = readFileSync(expected, "utf8");
  writeFileSync(expected, text.replace("PTH 42", "PTH 43"));
  const {page, close} = await open();
  await page.fill("#filter", "dialysis-product-71-40");
  await page.click("#run");
  await page.waitForSelector(".failure", {timeout: 60_000});
  assert.match(await page.locator(".failure").innerText(), /says ".*PTH 42.*", expected ".*PTH 43/);
  await page.click("#accept");
  await page.waitForSelector(".failure", {state: "detached", timeout: 60_000});
  assert.deepEqual(JSON.parse(readFileSync(expected, "utf8")).cards, JSON.parse(text).cards);
  await close();
});

for (const isTold of ["before the page is told of the content", "while the content changes"]) {
  test(`a run that begins ${isTold} comes to its end`, async () => {
    let tell;
    const told = new Promise(resolve => { tell = resolve; });
    const file = path.join(service.folder, "cql/MineralLimits.cql");
    const text = readFileSync(file, "utf8");
    const isChanging = isTold.startsWith("while");
    const {page, close} = await open({init: page => isChanging
      ? page.route("**/workbench/api/runs", async route => { await told; await route.continue(); })
      : page.route("**/workbench/api/changes", async route => { await told; await route.continue(); })});
    if (isChanging) await page.waitForSelector(".state.good");
    await page.fill("#filter", "dialysis-product");
    await page.waitForSelector("#run:enabled");
    const count = await page.locator(".cases a").count();
    assert.ok(count > 1 && count < 150, `${count} cases`);
    await page.click("#run");
    if (isChanging) {
      const asked = page.waitForRequest("**/workbench/api/answers", {timeout: 120_000});
      writeFileSync(file, `${text}\n// Changed while cases are run.\n`);
      await asked;
    } else {
      await page.waitForFunction(n => document.querySelectorAll(".cases .result").length === n, count, {timeout: 60_000});
    }
    tell();
    await page.waitForSelector(".state.good");
    await page.waitForFunction(n => document.querySelectorAll(".cases .result.passed").length === n, count, {timeout: 60_000});
    writeFileSync(file, text);
    await close();
  });
}
