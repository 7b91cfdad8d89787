/** The page of a running service, opened in a browser. */

import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {fromRoot, startBrowser, startService} from "./service.js";

export const CASE = "patient-view/CC-010/dialysis-product-71-40";
export const HIGH = "Ca x P 71.4 mg2/dL2 (>70): repeat, find the cause, involve nephrology";

export const service = await startService();
export const browser = await startBrowser();
export const {origin} = new URL(service.address);
const token = new URLSearchParams(new URL(service.address).hash.slice(1)).get("token");

export async function stop() {
  await browser.close();
  service.stop();
}

/** Opens the page; it must ask nothing of another machine, and no script of it may fail. */
export async function open({hash = `case=${CASE}`, width = 1440, colorScheme = "light", init = null} = {}) {
  const context = await browser.newContext({viewport: {width, height: 1000}, colorScheme});
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", error => problems.push(String(error)));
  page.on("console", message => message.type() === "error" && !/503|The action has been blocked/.test(message.text()) && problems.push(message.text()));
  page.on("request", request => request.url().startsWith(origin) || problems.push(`asked ${request.url()}`));
  if (init) await init(page);
  await page.goto(`${origin}/workbench#token=${token}&${hash}`);
  await settled(page);
  return {page, problems, close: async () => { assert.deepEqual(problems, []); await context.close(); }};
}

export async function settled(page) {
  await page.waitForSelector('.answers[aria-busy="false"] h2', {timeout: 30_000});
}

/** Summaries of the cards that are shown. */
export const summaries = page => page.locator(".card .summary").allInnerTexts();

export const percentile = (times, share) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

/** Adds measured figures to those of other stories. */
export function addFigures(figures) {
  const file = fromRoot("target/bench/workbench.json");
  mkdirSync(path.dirname(file), {recursive: true});
  const earlier = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  writeFileSync(file, JSON.stringify({...earlier, ...figures}, null, 2));
}
