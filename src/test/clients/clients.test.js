/** What a clinician does at each client, on the packaged service with and without clients in its settings. */

import assert from "node:assert/strict";
import {mkdtempSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {after, test} from "node:test";
import {fetchRecord} from "./fetching.js";
import {Medplum, ISSUER as MEDPLUM} from "./medplum.js";
import {load} from "./record.js";
import {Sandbox, ISSUER as SANDBOX, openPage} from "./sandbox.js";
import {startJpaServer, startService} from "./servers.js";
import {writeKeys} from "./tokens.js";

const HIGH = "Ca x P 71.4 mg2/dL2 (>70): repeat, find the cause, involve nephrology";
const TREND = "Phosphate 7.0 mg/dL and PTH 42 pg/mL on dialysis: treat the trend, not one value";
const ANTAGONIST = "VKA in dialysis/CKD G5: calciphylaxis risk. Confirm indication and alternatives";

const keys = path.join(mkdtempSync(path.join(tmpdir(), "keys-")), "keys.json");
writeKeys(keys);
const {page, origin, close} = await openPage();
const jpa = await startJpaServer();
const [open, trusted] = await Promise.all([
  startService(() => ({"calcinosis.open.cors-origins": origin, "calcinosis.open.deadline": "20s"})),
  startService(url => ({
    "calcinosis.public-url": url,
    ...settings(0, "sandbox", SANDBOX, {"cors-origins": origin}),
    ...settings(1, "medplum", MEDPLUM, {}),
  })),
]);

function settings(number, name, issuer, more) {
  const jku = `${issuer}/.well-known/jwks.json`;
  const all = {name, issuer, jku, keys: `file:${keys}`, deadline: "20s", "fhir-servers[0].url": jpa.url, ...more};
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`calcinosis.clients[${number}].${key}`, value]));
}

after(async () => {
  [open, trusted, jpa].forEach(server => server.stop());
  await close();
});

const clients = [
  ["the sandbox's requests, no clients configured", to => new Sandbox({page, ...to}), open],
  ["the sandbox's requests, with a token", to => new Sandbox({page, ...to}), trusted],
  ["Medplum's client, no clients configured", to => new Medplum({isSigned: false, ...to}), open],
  ["Medplum's client, with a token", to => new Medplum({isSigned: true, ...to}), trusted],
];

clients.forEach(([name, make, service], number) => test(name, async t => {
  const patient = `patient-${number}`;
  await load(jpa.url, patient);
  const client = make({fhir: jpa.url, service: service.url, patient});
  const services = await client.discover();
  const of = hook => services.find(each => each.hook === hook);
  const view = () => client.call(of("patient-view"), {});
  let [high, trend] = [];

  await t.test("patient-view", async () => {
    const {cards} = await view();
    assert.deepEqual(cards.map(card => card.summary), [HIGH, TREND]);
    [high, trend] = cards;
  });

  await t.test("an accepted suggestion is not made again, the others are", async () => {
    const [accepted, ...others] = high.suggestions;
    for (const {type, resource} of accepted.actions) {
      assert.equal(type, "create");
      await create(resource);
    }
    await client.feedback(of("patient-view"), {...outcome(high, "accepted"), acceptedSuggestions: [{id: accepted.uuid}]});
    [high, trend] = (await view()).cards;
    assert.deepEqual(high.suggestions.map(each => each.label), others.map(each => each.label));
  });

  await t.test("quiet after one card was overridden with a reason and the other dismissed", async () => {
    const {code, system} = high.overrideReasons[1];
    const overrideReason = {reason: {code, system}};
    await client.feedback(of("patient-view"), {...outcome(high, "overridden"), overrideReason});
    await client.feedback(of("patient-view"), outcome(trend, "overridden"));
    assert.deepEqual((await view()).cards, []);
  });

  await t.test("order-select", async () => {
    const selections = ["MedicationRequest/request-123"];
    const empty = await client.call(of("order-select"), {selections, draftOrders: drafts({})});
    assert.deepEqual(empty.cards, []);
    const {cards} = await client.call(of("order-select"), {selections, draftOrders: drafts(warfarin())});
    assert.deepEqual(cards.map(card => card.summary), [ANTAGONIST]);
  });

  await t.test("order-sign, and quiet after the card was overridden", async () => {
    const sign = () => client.call(of("order-sign"), {draftOrders: drafts(warfarin())});
    const {cards} = await sign();
    assert.deepEqual(cards.map(card => card.summary), [ANTAGONIST]);
    const {code, system} = cards[0].overrideReasons[0];
    await client.feedback(of("order-sign"), {...outcome(cards[0], "overridden"), overrideReason: {reason: {code, system}}});
    assert.deepEqual((await sign()).cards, []);
  });

  /** The draft of the sandbox, which has the same id for every order. */
  function drafts(more) {
    const resource = {
      resourceType: "MedicationRequest",
      id: "request-123",
      status: "draft",
      subject: {reference: `Patient/${patient}`},
      authoredOn: new Date().toISOString().slice(0, 10),
      ...more,
    };
    return {resourceType: "Bundle", entry: [{resource}]};
  }
}));

test("a record of 500 Observations is fetched by the service from pages of 200", async () => {
  assert.deepEqual(await fetchRecord(jpa.url, open.url), [HIGH, TREND]);
});

function outcome(card, what) {
  return {card: card.uuid, outcome: what, outcomeTimestamp: new Date().toISOString()};
}

async function create(resource) {
  const response = await fetch(`${jpa.url}/${resource.resourceType}`, {
    method: "POST",
    headers: {"Content-Type": "application/fhir+json"},
    body: JSON.stringify(resource),
  });
  assert.equal(response.status, 201, await response.text());
}

/** Of a draft that the sandbox makes; its category is an object where FHIR has a list. */
function warfarin() {
  const name = "Warfarin Sodium 5 MG Oral Tablet";
  const rxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
  return {
    intent: "order",
    category: {coding: [{system: "http://terminology.hl7.org/CodeSystem/medicationrequest-category", code: "community"}]},
    medicationCodeableConcept: {text: name, coding: [{display: name, system: rxNorm, code: "855332"}]},
    dosageInstruction: [{
      timing: {repeat: {frequency: 1, period: 1, periodUnit: "d"}},
      doseAndRate: [{doseQuantity: {value: 1, system: "http://unitsofmeasure.org", code: "{pill}"}}],
    }],
    dispenseRequest: {
      expectedSupplyDuration: {value: 30, unit: "days", system: "http://unitsofmeasure.org", code: "d"},
    },
  };
}
