/** A record of several pages that the service fetches itself, and how long that takes beside the searches alone. */

import assert from "node:assert/strict";
import {randomUUID} from "node:crypto";
import {mkdirSync, writeFileSync} from "node:fs";
import {fromRoot} from "../browser/service.js";
import {load} from "./record.js";

const PATIENT = "patient-500";
const MORE = 494;
const ROUNDS = 30;

/**
 * Each round times the searches one by one, all of them side by side, and a call without prefetch; following pages are read by all.
 * The medians are written to target/bench/fetching.json and are compared with nothing: other work on the machine decides them too.
 *
 * @returns {Promise<string[]>} summaries of the cards
 */
export async function fetchRecord(fhir, service) {
  await load(fhir, PATIENT, MORE);
  const {services} = await json(`${service}/cds-services`);
  const definition = services.find(each => each.hook === "patient-view");
  const searches = Object.values(definition.prefetch).map(template => search(fhir, template));
  const call = () => json(`${service}/cds-services/${definition.id}`, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({
      hook: "patient-view",
      hookInstance: randomUUID(),
      fhirServer: fhir,
      context: {patientId: PATIENT, userId: "Practitioner/clinician"},
    }),
  });
  const alone = searches.map(() => []);
  const [together, calls] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, url] of searches.entries()) alone[index].push(await millis(() => toTheEnd(url)));
    together.push(await millis(() => Promise.all(searches.map(toTheEnd))));
    calls.push(await millis(call));
  }
  const figures = {
    slowestSearchMs: Math.max(...alone.map(median)),
    searchesSideBySideMs: median(together),
    callMs: median(calls),
  };
  mkdirSync(fromRoot("target/bench"), {recursive: true});
  writeFileSync(fromRoot("target/bench/fetching.json"), JSON.stringify(figures, null, 2));
  return (await call()).cards.map(card => card.summary);
}

/** The search that the service sends: of a server that does not declare US Core it asks for Observations by patient alone. */
function search(fhir, template) {
  const query = template.startsWith("Observation?") ? "Observation?patient={{context.patientId}}&_count=1000" : template;
  return `${fhir}/${encodeURI(query.replaceAll("{{context.patientId}}", PATIENT)).replaceAll("|", "%7C")}`;
}

async function toTheEnd(url) {
  for (let next = url; next;) next = (await json(next)).link?.find(link => link.relation === "next")?.url;
}

async function json(url, options) {
  const response = await fetch(url, options);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
}

async function millis(action) {
  const start = performance.now();
  await action();
  return Math.round(performance.now() - start);
}

const median = times => [...times].sort((a, b) => a - b)[times.length >> 1];
