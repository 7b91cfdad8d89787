/** Stories of what must not happen: shown text that runs, a page of another site that reads or writes. */

import assert from "node:assert/strict";
import {readFileSync, readdirSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import path from "node:path";
import {test} from "node:test";
import {CASE, browser, open, origin, service, settled} from "./opened-page.js";
import {startBrowser} from "./service.js";

const LONG = {timeout: 120_000};
const SCRIPT = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';

async function nothingRan(page) {
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.equal(await page.locator("main img, main script, dialog img, dialog script").count(), 0);
}

test("nothing that is shown runs as script", async () => {
  const evil = '<img src=x onerror="window.ran=1"><script>window.ran=1</script><svg onload="window.ran=1"> [x](javascript:window.ran=1)';
  /** Appends it to texts: of an answer to all but what the page decides by, of a case to what is only shown. */
  const poison = (node, isPoisoned, key = "") => typeof node === "string"
    ? (key === "url" ? "javascript:window.ran=1" : isPoisoned(key) ? `${node} ${evil}` : node)
    : Array.isArray(node) ? node.map(each => poison(each, isPoisoned, key))
      : node && typeof node === "object"
        ? Object.fromEntries(Object.entries(node).map(([name, value]) => [name, poison(value, isPoisoned, name)]))
        : node;
  const decides = new Set(["indicator", "type", "version", "folderVersion"]);
  const inAnswer = key => !decides.has(key);
  const {page, close} = await open({init: async page => {
    const serve = isPoisoned => async route => {
      const response = await route.fetch();
      await route.fulfill({response, body: JSON.stringify(poison(await response.json(), isPoisoned))});
    };
    await page.route("**/workbench/api/answers", serve(inAnswer));
  }});
  assert.match(await page.locator(".card").first().innerText(), /onerror/);
  await page.locator('.tools button[aria-label^="JSON"]').first().click();
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.equal(await page.locator("main img, main script, main svg:not(.plot), dialog img").count(), 0);
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  await page.keyboard.press("Escape");
  // Without these the plot has no place for a mark.
  ["reference", "effective", "analyte", "bound", "origin"].forEach(each => decides.add(each));
  await page.locator(".timeline > summary").click();
  await page.locator(".timeline .tree > summary").click(LONG);
  await page.locator(".plot circle").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".looked [role=status]").textContent);
  for (const shown of [page.locator(".plot .number"), page.locator(".plot title"), page.locator(".looked p"), page.locator(".timeline td")]) {
    assert.match(await shown.first().textContent(), /onerror/);
  }
  await nothingRan(page);
  await close();
});

test("a page of another site can neither read nor write", async () => {
  const other = createServer((request, response) => response.setHeader("Content-Type", "text/html").end("<body></body>"));
  await new Promise(resolve => other.listen(0, "127.0.0.1", resolve));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${other.address().port}/`);
  const got = await page.evaluate(async target => {
    const tried = async call => { try { return await call(); } catch { return "refused"; } };
    return {
      read: await tried(async () => (await fetch(`${target}/workbench/api/cases`)).text()),
      write: await tried(async () => (await fetch(`${target}/workbench/api/cases`, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})).text()),
      opaque: await tried(async () => (await fetch(`${target}/workbench/api/cases`, {mode: "no-cors"})).text()),
      script: await new Promise(resolve => {
        const script = Object.assign(document.createElement("script"), {src: `${target}/workbench/api/cases`});
        script.onload = () => resolve("loaded");
        script.onerror = () => resolve("refused");
        document.head.append(script);
      }),
      frame: await new Promise(resolve => {
        const frame = Object.assign(document.createElement("iframe"), {src: `${target}/workbench`});
        frame.onload = () => { try { resolve(frame.contentDocument?.body?.innerText ? "read" : "refused"); } catch { resolve("refused"); } };
        document.body.append(frame);
      }),
      image: await new Promise(resolve => {
        const image = Object.assign(new Image(), {src: `${target}/workbench/api/content`});
        image.onload = () => resolve("loaded");
        image.onerror = () => resolve("refused");
      }),
      form: await new Promise(resolve => {
        const frame = Object.assign(document.createElement("iframe"), {name: "answer"});
        document.body.append(frame);
        const form = Object.assign(document.createElement("form"), {method: "POST", enctype: "text/plain", target: "answer",
          action: `${target}/workbench/api/cases`});
        form.append(Object.assign(document.createElement("input"), {name: '{"topic":"CC-010","name":"from-a-form","x":"', value: '"}'}));
        document.body.append(form);
        frame.onload = () => {
          try { if (frame.contentDocument?.URL === "about:blank") return; } catch { /* of the other site */ }
          try { resolve(frame.contentDocument?.body?.innerText ? "read" : "refused"); } catch { resolve("refused"); }
        };
        form.submit();
      }),
      socket: await new Promise(resolve => {
        const socket = new WebSocket(`${target.replace("http", "ws")}/workbench/api/changes`);
        socket.onopen = () => resolve("open");
        socket.onerror = () => resolve("refused");
      }),
    };
  }, origin);
  assert.deepEqual(Object.values(got).filter(each => each !== "refused"), []);
  assert.ok(!readdirSync(path.join(service.folder, "fhir-resources/tests/patient-view/CC-010")).includes("from-a-form"));
  await page.close();
  other.close();
});

test("a name that leads to this machine is none of its own", async () => {
  const other = await startBrowser("MAP workbench.example 127.0.0.1");
  const page = await other.newPage();
  const {port} = new URL(origin);
  const answer = await page.goto(`http://workbench.example:${port}/workbench`);
  assert.equal(answer.status(), 403);
  const got = await page.evaluate(async () => Promise.all(["GET", "POST"].map(async method => (await fetch("/workbench/api/cases",
    {method, headers: {"Content-Type": "application/json"}, ...method === "POST" ? {body: "{}"} : {}})).status)));
  assert.deepEqual(got, [403, 403]);
  await other.close();
});

test("a record with script in every text runs none of it", async () => {
  const kept = /^(resourceType|fullUrl|id|reference|system|code|unit|status|url|type|intent|gender|.*[dD]ate.*|start|end|issued|authoredOn)$/;
  const poison = (node, key = "") => typeof node === "string" ? (kept.test(key) ? node : `${node} ${SCRIPT}`)
    : Array.isArray(node) ? node.map(each => poison(each, key))
      : node && typeof node === "object" ? Object.fromEntries(Object.entries(node).map(([name, value]) => [name, poison(value, name)])) : node;
  const bundle = poison(JSON.parse(readFileSync(path.join(service.folder, "fhir-resources/tests", CASE, "Bundle.json"), "utf8")));
  for (const {resource} of bundle.entry) {
    if (resource.resourceType === "Patient") resource.name = [{text: SCRIPT}];
    else resource.note = [{text: SCRIPT}];
    if (resource.code) resource.code.text = SCRIPT;
  }
  const unread = structuredClone(bundle.entry.find(({resource}) => resource.id === "phos"));
  Object.assign(unread.resource, {id: "unread", status: "cancelled"});
  unread.resource.valueQuantity.unit = SCRIPT;
  bundle.entry.push(unread);
  const {page, close} = await open();
  await page.setInputFiles("#file", {name: `${SCRIPT.replaceAll("/", "")}.json`, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bundle))});
  await page.waitForFunction(() => document.querySelector("h1")?.textContent.includes("onerror"));
  await page.fill("#clock", "2026-11-21T09:00:00Z");
  await page.waitForFunction(() => document.querySelectorAll(".card").length > 0, null, LONG);
  assert.match(await page.locator(".whatif").innerText(), /onerror/);
  await page.locator('.tools button[aria-label^="JSON"]').first().click();
  await nothingRan(page);
  await page.keyboard.press("Escape");
  await page.locator(".timeline > summary").click();
  await page.locator(".timeline .tree > summary").click(LONG);
  await page.locator(".plot circle").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".looked [role=status]").textContent);
  assert.equal(await page.locator(".plot circle").count(), 3, "calcium, phosphate and their product were read");
  assert.match(await page.locator(".timeline table").innerText(), /onerror/);
  await nothingRan(page);
  await page.click("#view-values");
  await page.waitForSelector('.values[aria-busy="false"] table', LONG);
  await page.selectOption("#values-library", "LaboratoryResults");
  await page.waitForFunction(() => /Calcium Results/.test(document.querySelector(".values table")?.innerText ?? ""), null, LONG);
  await page.evaluate(() => document.querySelectorAll("details").forEach(each => { each.open = true; }));
  await nothingRan(page);
  await close();
});

test("CQL with script in names, texts and comments runs none of it", async () => {
  const file = path.join(service.folder, "cql/MineralLimits.cql");
  const text = readFileSync(file, "utf8");
  const named = SCRIPT.replaceAll('"', "'").replaceAll("'", "");
  const {page, close} = await open({hash: `case=${CASE}&view=values&library=MineralLimits`});
  await page.waitForSelector(".state.good", LONG);
  writeFileSync(file, `${text}\n// ${SCRIPT}\ndefine "Named ${named}":\n  '${named}'\n`);
  await page.waitForFunction(() => /Named <img/.test(document.querySelector(".values table")?.innerText ?? ""), null, LONG);
  await nothingRan(page);
  writeFileSync(file, `${text}\ndefine "Broken ${named}":\n  "Missing ${named}"\n`);
  await page.waitForSelector(".state.bad", LONG);
  assert.match(await page.locator(".findings").innerText(), /onerror/);
  await page.locator("th button.line").last().click();
  await page.waitForSelector(".cm-content", LONG);
  await page.waitForFunction(() => /onerror/.test(document.querySelector(".checked").innerText), null, LONG);
  await nothingRan(page);
  writeFileSync(file, text);
  await page.waitForSelector(".state.good", LONG);
  await settled(page);
  await close();
});
