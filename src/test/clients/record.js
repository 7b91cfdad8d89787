/** The record of a case, moved to today and loaded into a FHIR server as another patient each time. */

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {fromRoot} from "../browser/service.js";

const CASE = "fhir-resources/tests/patient-view/CC-010/dialysis-product-71-40";
const DAY_MS = 86_400_000;

/**
 * Loads the patient of the case.
 *
 * @param fhir base URL
 * @param id of the patient, and the beginning of the ids of the other resources
 * @param more results beside those of the case: serum sodium of the last two years
 */
export async function load(fhir, id, more = 0) {
  const record = moved(readFileSync(fromRoot(CASE, "Bundle.json"), "utf8"));
  const own = JSON.parse(record.replaceAll('"Patient/patient"', `"Patient/${id}"`)).entry.map(({resource}) =>
    ({...resource, id: resource.resourceType === "Patient" ? id : `${id}-${resource.id}`}));
  const resources = [...own, ...Array.from({length: more}, (_, number) => sodium(id, number))];
  const entry = resources.map(resource =>
    ({resource, request: {method: "PUT", url: `${resource.resourceType}/${resource.id}`}}));
  const response = await fetch(fhir, {
    method: "POST",
    headers: {"Content-Type": "application/fhir+json"},
    body: JSON.stringify({resourceType: "Bundle", type: "transaction", entry}),
  });
  assert.equal(response.status, 200, await response.text());
}

/** The text of the Bundle with every date as long ago from now as it was from the instant of the case. */
function moved(text) {
  const asOf = JSON.parse(readFileSync(fromRoot(CASE, "expected.json"), "utf8")).asOf;
  const days = Math.floor((Date.now() - Date.parse(asOf)) / DAY_MS);
  return text.replaceAll(/"(\d{4}-\d\d-\d\d)(T[^"]*)?"/g, (_, date, time) => `"${later(date, days)}${time ?? ""}"`);
}

function later(date, days) {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

function sodium(id, number) {
  return {
    resourceType: "Observation",
    id: `${id}-sodium-${number}`,
    status: "final",
    category: [{coding: [{system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "laboratory"}]}],
    code: {coding: [{system: "http://loinc.org", code: "2951-2"}]},
    subject: {reference: `Patient/${id}`},
    effectiveDateTime: later(new Date().toISOString().slice(0, 10), -1 - (number % 700)),
    valueQuantity: {value: 140, unit: "mmol/L", system: "http://unitsofmeasure.org", code: "mmol/L"},
  };
}
