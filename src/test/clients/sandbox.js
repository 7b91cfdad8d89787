/**
 * The requests of the CDS Hooks sandbox, made as its page makes them: in a browser, from another origin, with a preflight.
 *
 * The sandbox is in no package registry, so it cannot run in CI. This client was written after what its build sent, from a page in
 * Chromium, to the same servers: github.com/cds-hooks/sandbox at commit 3b7e255 of 31 March 2026.
 */

import {randomUUID} from "node:crypto";
import {createServer} from "node:http";
import {startBrowser} from "../browser/service.js";
import {token} from "./tokens.js";

export const ISSUER = "https://sandbox.cds-hooks.org";
const FHIR_ACCEPT = {Accept: "application/json+fhir"};

/** @returns {{origin, page, close}} an empty page of an origin of its own */
export async function openPage() {
  const server = createServer((request, response) => response.end("<!DOCTYPE html><title>Page of the client</title>"));
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${server.address().port}`;
  const browser = await startBrowser();
  const page = await browser.newPage();
  await page.goto(origin);
  const close = async () => {
    await browser.close();
    server.close();
  };
  return {origin, page, close};
}

export class Sandbox {
  /** It signs its calls whether the service asks for tokens or not. */
  constructor({page, fhir, service, patient}) {
    Object.assign(this, {page, fhir, service, patient});
  }

  async discover() {
    return (await this.#json("GET", `${this.service}/cds-services`, {Accept: "application/json"})).services;
  }

  /** Calls the service of the hook; the prefetch is complete before that. */
  async call(definition, context) {
    const url = `${this.service}/cds-services/${definition.id}`;
    const prefetch = {};
    await Promise.all(Object.entries(definition.prefetch).map(async ([key, template]) => {
      prefetch[key] = await this.#prefetched(template.replaceAll("{{context.patientId}}", this.patient));
    }));
    const own = {patientId: this.patient, userId: "Practitioner/COREPRACTITIONER1"};
    const request = {
      hookInstance: randomUUID(),
      hook: definition.hook,
      fhirServer: this.fhir,
      context: {...own, ...context},
      prefetch,
    };
    return this.#json("POST", url, this.#signed(url, {Accept: "application/json"}), request);
  }

  async feedback(definition, feedback) {
    const url = `${this.service}/cds-services/${definition.id}/feedback`;
    await this.#json("POST", url, this.#signed(url, {}), {feedback: [feedback]});
  }

  #signed(url, headers) {
    return {...headers, "Content-Type": "application/json", Authorization: `Bearer ${token(ISSUER, url)}`};
  }

  /** Reads by GET, searches by POST. */
  #prefetched(query) {
    const [path, parameters] = query.split("?");
    const url = `${this.fhir}/${path}`;
    if (!parameters) return this.#json("GET", url, FHIR_ACCEPT);
    const headers = {...FHIR_ACCEPT, "Content-Type": "application/x-www-form-urlencoded"};
    return this.#json("POST", `${url}/_search`, headers, new URLSearchParams(parameters).toString());
  }

  async #json(method, url, headers, content) {
    const body = typeof content === "object" ? JSON.stringify(content) : content;
    const {status, text} = await this.page.evaluate(async ([address, options]) => {
      const response = await fetch(address, options);
      return {status: response.status, text: await response.text()};
    }, [url, {method, headers, body}]);
    if (status !== 200) throw new Error(`${status} from ${url}: ${text}`);
    return text && JSON.parse(text);
  }
}
