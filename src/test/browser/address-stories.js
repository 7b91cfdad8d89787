/** Stories of the address: opened in a new tab it shows the same, and nothing of a patient from a file is in it. */

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, open, service, settled} from "./opened-page.js";

const LONG = {timeout: 120_000};

/** Opens the address of a page in a new tab, which has no token. */
async function openAgain(page) {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await settled(other);
  return other;
}

/** A place is in the address a little after the cursor has come to rest. */
function sameAddress(page, other) {
  return other.waitForFunction(hash => location.hash === hash, new URL(page.url()).hash, LONG);
}

test("a resource and the place in it are in the address", async () => {
  const {page, close} = await open({hash: `case=${CASE}&library=ValueSet-lab-phosphate`});
  await page.waitForSelector(".cm-content", LONG);
  const status = page.locator(".cm-line", {hasText: '"status"'}).first();
  await status.click();
  await page.keyboard.press("End");
  const end = (await status.innerText()).length + 1;
  await page.waitForURL(url => url.hash.endsWith(`&column=${end}`) && /library=ValueSet-lab-phosphate&line=\d/.test(url.hash), LONG);
  const other = await openAgain(page);
  await other.waitForSelector(".cm-activeLine", LONG);
  await other.waitForFunction(() => /"status"/.test(document.querySelector(".editor").shadowRoot.querySelector(".cm-activeLine").innerText), null, LONG);
  await sameAddress(page, other);
  assert.equal(await other.locator("#library").inputValue(), "ValueSet-lab-phosphate");
  await close();
});

test("filters, plot and JSON are in the address, and stay when another case is opened", async () => {
  const {page, close} = await open({hash: `case=${CASE}&view=values&library=MineralLimits`});
  await page.waitForSelector('.values[aria-busy="false"] table', LONG);
  await page.fill("#values-filter", "high product");
  await page.fill("#filter", "dialysis-product");
  await page.locator(".timeline > summary").click();
  await page.waitForSelector(".plot circle", LONG);
  await page.locator(".trees button.reference, .because button.reference").first().click();
  await page.waitForURL(/cases=dialysis-product.*resource=|resource=.*cases=dialysis-product/);
  const other = await openAgain(page);
  await other.waitForSelector('.values[aria-busy="false"] table', LONG);
  assert.equal(await other.locator("dialog h2").innerText(), await page.locator("dialog h2").innerText());
  await other.keyboard.press("Escape");
  await other.waitForFunction(() => !location.hash.includes("resource="));
  await other.waitForSelector(".plot circle", LONG);
  assert.equal(await other.locator("#filter").inputValue(), "dialysis-product");
  assert.equal(await other.locator(".values tbody > tr").count(), 1);
  await other.locator(".cases a").nth(1).click();
  await other.waitForFunction(name => !location.hash.includes(name) && /cases=dialysis-product/.test(location.hash) && /view=values/.test(location.hash)
    && /defines=high/.test(location.hash), CASE.split("/").at(-1));
  await settled(other);
  await close();
});

test("only failed cases, and what is compared, are in the address", async () => {
  const {page, close} = await open({hash: `case=${CASE}&view=difference`});
  await page.check("#failed");
  await page.selectOption("#difference-against", "path");
  await page.fill("#difference-path", "other/content");
  await page.selectOption("#difference-who", "folder");
  await page.fill("#difference-patients", "some/patients");
  await page.keyboard.press("Tab");
  await page.waitForURL(/failed=yes/);
  const other = await openAgain(page);
  assert.equal(await other.locator("#failed").isChecked(), true);
  assert.equal(await other.locator("#difference-against").inputValue(), "path");
  assert.equal(await other.locator("#difference-path").inputValue(), "other/content");
  assert.equal(await other.locator("#difference-who").inputValue(), "folder");
  assert.equal(await other.locator("#difference-patients").inputValue(), "some/patients");
  await sameAddress(page, other);
  await close();
});

test("of which cases coverage is marked, and what a case is to show, are in the address", async () => {
  const library = "CalciumPhosphateProduct";
  const {page, close} = await open({hash: `case=${CASE}&library=${library}`});
  await page.waitForFunction(() => /nothing wrong/.test(document.querySelector(".checked")?.innerText ?? ""), null, LONG);
  for (const scope of ["patient", "CC-010"]) {
    await page.selectOption("#coverage-scope", scope);
    await page.waitForURL(new RegExp(`coverage=${scope}`));
    const other = await openAgain(page);
    await other.waitForSelector(".cm-truths", LONG);
    assert.equal(await other.locator("#coverage-scope").inputValue(), scope);
    await other.close();
  }
  await page.locator(".sources summary", {hasText: /^Expressions without a case: [1-9]/}).click(LONG);
  await page.locator(".gaps").getByRole("button", {name: /^Make one from/}).first().click();
  const wanted = page.locator(".heading [role=status]");
  await wanted.waitFor(LONG);
  await page.waitForURL(/wanted=/);
  const other = await openAgain(page);
  assert.equal(await other.locator(".heading [role=status]").innerText(), await wanted.innerText());
  await sameAddress(page, other);
  await other.locator(".cases a").first().click();
  await other.waitForFunction(() => !location.hash.includes("wanted="));
  await settled(other);
  await close();
});

test("a comparison that was made is shown in a new tab", async () => {
  const {page, close} = await open({hash: `case=${CASE}&view=difference`});
  await page.waitForSelector(".state.good", LONG);
  await page.selectOption("#difference-against", "jar");
  await page.click("#difference-start");
  await page.waitForFunction(() => /^0 of \d+ patients/.test(document.querySelector("#difference-summary")?.textContent ?? ""), null, LONG);
  const other = await openAgain(page);
  await other.waitForFunction(() => /^0 of \d+ patients/.test(document.querySelector("#difference-summary")?.textContent ?? ""), null, LONG);
  await close();
});

test("nothing of a patient from a file is in the address, whatever is looked at and changed", async () => {
  const {page, close} = await open();
  await page.setInputFiles("#file", {
    name: "secret-name.json", mimeType: "application/json",
    buffer: Buffer.from(readFileSync(path.join(service.folder, "fhir-resources/tests", CASE, "Bundle.json"), "utf8").replaceAll("Observation/phos", "Observation/secret")
      .replaceAll('"id": "phos"', '"id": "secret"')),
  });
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "secret-name.json");
  await settled(page);
  await page.fill("#clock", "2026-11-21T09:00:00Z");
  await page.getByLabel(/^Phosphate.*, Value,/).fill("6.1");
  await page.getByLabel(/^Leave out Calcium/).check();
  await page.getByLabel(/^JSON of Phosphate/).click();
  await page.keyboard.press("Escape");
  await page.click("#view-values");
  await page.waitForSelector('.values[aria-busy="false"] table', LONG);
  await page.waitForURL(/view=values/);
  assert.doesNotMatch(decodeURIComponent(page.url()), /secret|case=|edits=|asOf=|without=|resource=|phos/i);
  await close();
});
