/** Medplum's published client: it reads the prefetch from the FHIR server itself and calls the service. */

// A global of Node 22 and later, which the client expects and does not use here.
globalThis.WebSocket ??= class {};
const {MedplumClient, buildCdsRequest} = await import("@medplum/core");
const {token} = await import("./tokens.js");

export const ISSUER = "https://api.medplum.example.org/fhir/R4/ClientApplication/clients";
const USER = {resourceType: "Practitioner", id: "clinician"};

export class Medplum {
  #client;
  #service;
  #patient;
  #isSigned;

  /** @param isSigned whether it signs its calls; without, it sends no Authorization */
  constructor({fhir, service, patient, isSigned}) {
    this.#service = service;
    this.#patient = patient;
    this.#isSigned = isSigned;
    const base = new URL(fhir);
    this.#client = new MedplumClient({
      baseUrl: `${base.origin}/`,
      fhirUrlPath: base.pathname.slice(1),
      cdsServicesUrl: `${service}/cds-services`,
    });
  }

  async discover() {
    return (await this.#client.getCdsServices()).services;
  }

  async call(definition, context) {
    const own = {patientId: this.#patient, userId: `Practitioner/${USER.id}`};
    const request = await buildCdsRequest(this.#client, USER, definition, {...own, ...context});
    const url = `${this.#service}/cds-services/${definition.id}`;
    return this.#client.callCdsService(definition.id, request, this.#options(url));
  }

  async feedback(definition, feedback) {
    const url = `${this.#service}/cds-services/${definition.id}/feedback`;
    await this.#client.post(url, {feedback: [feedback]}, "application/json", this.#options(url));
  }

  /** The client sends a token of its own to nothing but its base URL. */
  #options(url) {
    return this.#isSigned ? {headers: {Authorization: `Bearer ${token(ISSUER, url)}`}} : {};
  }
}
