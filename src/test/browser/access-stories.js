/** Stories of those who see little or use no mouse. */

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import path from "node:path";
import {test} from "node:test";
import {withFolder} from "./folder-of-files.js";
import {CASE, open, service} from "./opened-page.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const LONG = {timeout: 120_000};

test("axe finds nothing, at any width, in light and dark, in English and German", async () => {
  for (const [width, colorScheme, language] of [[1440, "light", "en"], [1440, "dark", "de"], [400, "dark", "en"], [800, "light", "de"]]) {
    const {page, close} = await open({width, colorScheme, hash: `case=${CASE}&edits=${encodeURIComponent(
      JSON.stringify({"Observation/phos|valueQuantity.value": "6.9"}))}`,
    init: page => page.addInitScript(name => localStorage.setItem("workbench.language", name), language)});
    const check = async view => {
      const found = await page.evaluate(async () => {
        const {violations} = await window.axe.run(document, {resultTypes: ["violations"]});
        return violations.map(each => `${each.id}: ${each.nodes.map(node => node.html).slice(0, 3).join(" ")}`);
      });
      assert.deepEqual(found, [], `${view}, ${width} px, ${colorScheme}, ${language}`);
    };
    await page.evaluate(readFileSync(AXE, "utf8"));
    await check("case");
    await page.locator(".node button.line").first().click();
    await page.waitForSelector(".checked > *", LONG);
    await page.selectOption("#coverage-scope", "patient");
    await page.waitForSelector(".cm-truths, .cm-never", LONG);
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+f");
    await page.waitForSelector(".cm-search");
    await check("source");
    await page.keyboard.press("Escape");
    await page.selectOption("#coverage-scope", "CC-010");
    await page.locator(".sources summary", {hasText: /^[^:]+: [1-9]/}).click(LONG);
    await page.locator(".gaps li").first().waitFor();
    await check("expressions without a case");
    await page.click("#view-values");
    await page.waitForSelector('.values[aria-busy="false"] table', LONG);
    await check("values");
    await page.click("#view-review");
    await page.waitForSelector("#review-state", LONG);
    await check("review");
    await page.click("#view-difference");
    await page.selectOption("#difference-against", "path");
    await check("difference");
    await page.click("#view-record");
    await page.click("#keep");
    await check("keep");
    await page.keyboard.press("Escape");
    await page.locator(".timeline > summary").click();
    await page.locator(".timeline .tree > summary").click(LONG);
    await page.locator(".plot circle").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector(".marked");
    await check("plot");
    const bundle = readFileSync(path.join(service.folder, "fhir-resources/tests", CASE, "Bundle.json"), "utf8");
    await withFolder({"one.json": bundle, "broken.json": "{"}, async folder => {
      await page.setInputFiles("#folder", folder);
      await page.locator(".folder details > summary").click();
      await page.locator(".folder .patient").click();
      await page.waitForSelector('.patient[aria-current="true"]');
      await page.waitForSelector('.answers[aria-busy="false"] .card', LONG);
      await check("folder");
    });
    await page.setInputFiles("#file", {name: "broken.json", mimeType: "application/json", buffer: Buffer.from("{")});
    await page.locator(".heading [role=alert]").waitFor();
    await check("file that cannot be read");
    await page.evaluate(() => {
      document.querySelectorAll("details").forEach(each => { each.open = true; });
      document.querySelectorAll('.toggle[aria-expanded="false"]').forEach(each => each.click());
    });
    await check("everything open");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is cut off at the side");
    await close();
  }
});

test("everything can be reached and done with the keyboard, and the focus is seen", async () => {
  const {page, close} = await open();
  await page.focus(".skip");
  await page.keyboard.press("Tab");
  const seen = new Set();
  for (let i = 0; i < 400; i++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const {outlineStyle, outlineWidth} = getComputedStyle(element);
      return {
        name: `${element.tagName}.${element.id || element.className}`,
        isSeen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
        isBody: element === document.body,
      };
    });
    if (focused.isBody) break;
    assert.ok(focused.isSeen, `the focus is not seen on ${focused.name}`);
    seen.add(focused.name);
    await page.keyboard.press("Tab");
  }
  for (const name of ["INPUT.filter", "INPUT.clock", "BUTTON.keep", "BUTTON.width-240", "BUTTON.line", "BUTTON.small"]) {
    assert.ok([...seen].some(each => each === name), `${name} is not reached: ${[...seen].join(" ")}`);
  }
  // The list is drawn anew, as after each result of a run.
  await page.locator(".cases a").nth(2).focus();
  await page.evaluate(() => document.querySelector("#failed").dispatchEvent(new Event("change")));
  assert.equal(await page.evaluate(() => [...document.querySelectorAll(".cases a")].indexOf(document.activeElement)), 2);
  await page.focus("#filter");
  await page.keyboard.type("hypercalcaemia CC-017 discharge");
  // Past the button that runs the cases and the box that leaves those that failed.
  for (let i = 0; i < 3; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /CC-017/.test(document.querySelector(".heading .note")?.textContent ?? ""));
  await close();
});
