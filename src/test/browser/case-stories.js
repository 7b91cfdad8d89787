/** Stories of cases: one is kept, run, seen to fail and accepted. */

import assert from "node:assert/strict";
import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, open, origin, service, settled} from "./opened-page.js";

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
  await page.fill('dialog input[name="name"]', "dialysis-product-in-yaml");
  await page.getByLabel("As a short case in one YAML file").check();
  await page.getByRole("button", {name: "Write the case"}).click();
  await page.waitForFunction(() => /\.yaml$/.test(document.querySelector("dialog .message")?.textContent ?? ""), null, {timeout: 15_000});
  assert.match(readFileSync(path.join(service.folder,
    "fhir-resources/tests/patient-view/CC-010/dialysis-product-in-yaml.yaml"), "utf8"), /^name: 69.36 does not exceed 70\.$[^]*value: 6\.8$/m);
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

test("an expression that no case shows leads to the nearest case, from which one is made", async () => {
  const long = {timeout: Number(process.env.LONG ?? 120_000)};
  const library = "CalciumPhosphateProduct";
  const {page, close} = await open({hash: `case=${CASE}&library=${library}`});
  await page.waitForFunction(() => /nothing wrong/.test(document.querySelector(".checked")?.innerText ?? ""), null, long);
  assert.equal(await page.locator("#gap-here").count(), 0, "nothing is offered before it is run");
  await page.selectOption("#coverage-scope", "CC-010");
  await page.locator(".sources summary", {hasText: /^Expressions without a case: [1-9]/}).click(long);
  const gap = page.locator(".gaps li", {hasText: "never true"}).filter({has: page.getByRole("button", {name: /^Make one from/})}).first();
  const at = await gap.locator("button.line").innerText();
  const name = (await gap.getByRole("button", {name: /^Make one from/}).innerText()).replace("Make one from ", "");
  await gap.locator("button.line").click();
  assert.equal(page.url().match(/library=\w+&line=\d+/)[0], at.replace(/(\w+):(\d+)/, "library=$1&line=$2"));
  await page.locator("#gap-here").focus();
  await page.keyboard.press("Enter");
  const wanted = page.locator(".heading [role=status]");
  await wanted.waitFor(long);
  assert.match(await wanted.innerText(), new RegExp(`${at} ".*": never .* A case is needed .* keep it as a case`));
  assert.match(page.url(), /case=[\w-]+%2FCC-010%2F/);
  await page.click("#view-source");
  await page.locator(".sources summary", {hasText: /^Expressions without a case/}).waitFor(long);
  if (!await page.locator(".gaps").isVisible()) await page.locator(".sources summary", {hasText: /^Expressions without a case/}).click();
  await gap.getByRole("button", {name: /^Make one from/}).click();
  await page.waitForFunction(text => document.querySelector("h1").textContent === text, name.replaceAll("-", " "), long);
  await settled(page);
  await page.click("#keep");
  await page.fill('dialog input[name="name"]', "made-from-the-nearest");
  await page.fill('dialog input[name="why"]', "It shows what no case showed.");
  await page.getByRole("button", {name: "Write the case"}).click();
  await page.waitForFunction(() => /Written:/.test(document.querySelector("dialog .message")?.textContent ?? ""), null, long);
  const [written] = (await page.locator("dialog .message").innerText()).match(/fhir-resources\S+/);
  assert.ok(existsSync(path.join(service.folder, written, "Bundle.json")));
  rmSync(path.join(service.folder, written), {recursive: true});
  await page.keyboard.press("Escape");
  await page.fill("#filter", CASE.split("/").at(-1));
  await page.locator(".cases a").first().click();
  await page.waitForFunction(() => !document.querySelector(".heading [role=status]"), null, long);
  await close();
});

for (const [what, rules] of [["begins the same run", ["CC-010"]], ["begins other runs", ["CC-011", "CC-012", "CC-013", "CC-014"]]]) {
  test(`expressions without a case are listed when another page ${what} before they are read`, async () => {
    const {page, close} = await open({hash: `case=${CASE}&library=CalciumPhosphateProduct`});
    const token = await page.evaluate(() => sessionStorage.getItem("workbench.token"));
    await page.route("**/workbench/api/coverage/*?rule=CC-010", async route => {
      for (const rule of rules) {
        const begun = await page.request.post(`${origin}/workbench/api/coverage`, {headers: {"X-Workbench-Token": token}, data: {rule}});
        assert.equal(begun.status(), 202);
      }
      await route.continue();
    }, {times: 1});
    await page.selectOption("#coverage-scope", "CC-010");
    await page.locator(".sources summary", {hasText: /^Expressions without a case: [1-9]/}).waitFor({timeout: 30_000});
    await close();
  });
}
