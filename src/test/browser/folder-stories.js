/** Stories of a folder of patients that is chosen or dropped on the page. */

import assert from "node:assert/strict";
import {copyFileSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {CASE, HIGH, open, service, settled} from "./opened-page.js";
import {withFolder} from "./folder-of-files.js";
import {fromRoot} from "./service.js";

const LONG = {timeout: 60_000};
const bundleOf = () => JSON.parse(readFileSync(path.join(service.folder, "fhir-resources/tests", CASE, "Bundle.json"), "utf8"));

/** The same patient under another id, as NDJSON by resource type, with the resources of others between. */
function ndjson(...ids) {
  const files = {};
  for (const {resource} of bundleOf().entry) {
    for (const id of ids) {
      const text = JSON.stringify(resource).replace(/"Patient\/[^"]+"/g, `"Patient/${id}"`);
      const own = JSON.parse(text);
      own.id = own.resourceType === "Patient" ? id : `${own.id}-${id}`;
      files[`${own.resourceType}.ndjson`] = `${files[`${own.resourceType}.ndjson`] ?? ""}${JSON.stringify(own)}\n`;
    }
  }
  return files;
}

const patients = page => page.locator(".folder .patient");

/** Drops a file or a folder on the page, as a person does. */
async function drop(page, file) {
  const machine = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await machine.send("Input.dispatchDragEvent", {type, x: 400, y: 400, data: {items: [], files: [file], dragOperationsMask: 1}});
  }
}

test("a folder of Synthea that is dropped lists its patients, each one click from its cards", async () => {
  await withFolder({
    "fhir/hospitalInformation1.json": JSON.stringify({resourceType: "Bundle", type: "batch", entry: []}),
    "fhir/broken.json": "{", "csv/patients.csv": "Id\n1\n",
  }, async folder => {
    for (const name of ["record-1.json", "record-2.json"]) copyFileSync(fromRoot("src/test/resources/synthea", name), path.join(folder, "fhir", name));
    const {page, close} = await open();
    await drop(page, folder);
    await page.waitForFunction(() => document.querySelector(".folder .note").textContent === "Patients: 2", null, LONG);
    assert.match(await page.locator(".folder").innerText(), /Files that could not be read: 1/);
    assert.match(await page.locator(".folder details").textContent(), /broken\.json is not JSON/);
    const asked = page.waitForRequest(request => request.url().endsWith("/answers"));
    await patients(page).nth(1).click();
    const {bundle} = JSON.parse((await asked).postData());
    assert.deepEqual(bundle, JSON.parse(readFileSync(path.join(folder, "fhir/record-2.json"), "utf8")));
    await settled(page);
    assert.equal(await patients(page).nth(1).getAttribute("aria-current"), "true");
    const label = await patients(page).nth(1).locator(".name").innerText();
    assert.equal(await page.locator("h1").innerText(), label);
    for (const word of [...label.split(/\W+/), "record-2"].filter(each => each.length > 2)) assert.ok(!page.url().includes(word), page.url());
    assert.doesNotMatch(page.url(), /case=/);
    await page.fill("#folder-filter", "record-1");
    assert.equal(await patients(page).count(), 1);
    await page.locator(".cases a").first().click();
    await page.waitForFunction(() => location.hash.includes("case="));
    assert.equal(await page.locator('.patient[aria-current="true"]').count(), 0);
    await page.click("#folder-close");
    assert.equal(await page.locator(".folder").isVisible(), false);
    await close();
  });
});

test("a folder of NDJSON is divided by patient, and is chosen with the keyboard", async () => {
  await withFolder(ndjson("one", "two"), async folder => {
    const {page, close} = await open();
    await page.focus("#folder");
    assert.notEqual(await page.locator("#folder").evaluate(each => getComputedStyle(each).outlineStyle), "none");
    await page.setInputFiles("#folder", folder);
    await page.waitForFunction(() => document.querySelector(".folder .note").textContent === "Patients: 2", null, LONG);
    await patients(page).nth(1).focus();
    const asked = page.waitForRequest(request => request.url().endsWith("/answers"));
    await page.keyboard.press("Enter");
    const {bundle} = JSON.parse((await asked).postData());
    assert.equal(bundle.entry.length, bundleOf().entry.length);
    assert.ok(bundle.entry.every(({resource}) => /two$/.test(resource.id)), JSON.stringify(bundle.entry.map(each => each.resource.id)));
    assert.ok(await patients(page).nth(1).evaluate(each => each === document.activeElement), "the focus stays");
    await page.fill("#clock", "2026-11-21T09:00:00Z");
    await page.waitForFunction(text => document.querySelector(".card .summary")?.textContent === text, HIGH, LONG);
    assert.doesNotMatch(page.url(), /case=|two|asOf/);
    await close();
  });
});

test("a folder without patients, or with too much, says so", async () => {
  await withFolder({"notes.txt": "nothing"}, async folder => {
    const {page, close} = await open({init: page => page.addInitScript(() => {
      // A file that says that it is large, without the bytes.
      const stream = Blob.prototype.stream;
      Blob.prototype.stream = function() {
        if (this.name !== "Large.ndjson") return stream.call(this);
        const line = `{"resourceType":"Observation","id":"x","subject":{"reference":"Patient/p"},"note":"${"x".repeat(2 ** 20)}"}\n`;
        let lines = 0;
        return new ReadableStream({pull: to => ++lines > 400 ? to.close() : to.enqueue(new TextEncoder().encode(line))});
      };
    })});
    await page.setInputFiles("#folder", folder);
    await page.getByText("The folder holds no patient").waitFor();
    writeFileSync(path.join(folder, "Large.ndjson"), "{}");
    await page.setInputFiles("#folder", folder);
    await page.getByText("The NDJSON files hold more than 200 MB").waitFor(LONG);
    assert.equal(await patients(page).count(), 0);
    await close();
  });
});

test("a large folder tells how far it is, and can be stopped", async () => {
  const files = Object.fromEntries(Array.from({length: 40}, (_, i) => [`${100 + i}.json`, JSON.stringify(bundleOf())]));
  await withFolder(files, async folder => {
    const {page, close} = await open({init: page => page.addInitScript(() => {
      const text = Blob.prototype.text;
      let held;
      window.release = new Promise(resolve => { held = resolve; });
      window.go = held;
      Blob.prototype.text = async function() {
        if (this.name === "120.json") await window.release;
        return text.call(this);
      };
    })});
    await page.setInputFiles("#folder", folder);
    await page.getByText("20 of 40 files read, 20 patients").waitFor(LONG);
    await page.click("#folder-stop");
    await page.evaluate(() => window.go());
    await page.getByText("Patients: 20", {exact: true}).waitFor();
    await patients(page).first().click();
    await settled(page);
    await page.waitForFunction(() => document.querySelectorAll('.patient[aria-current="true"]').length === 1);
    await close();
  });
});
