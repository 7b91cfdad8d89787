/** A folder of patients that is chosen or dropped on the page: Bundles, or NDJSON as of a bulk export. It stays in the memory of the page. */

import {parse} from "./api.js";
import {resourcesOf} from "./record.js";
import {t} from "./texts.js";

const MAX_FILES = 10_000;
/** What the memory of a page holds well; Bundles are read anew when one is opened, lines of NDJSON are kept. */
const MAX_LINES_BYTES = 200 * 1024 * 1024;
/** What the service reads of a body at most; see calcinosis.limits.body. */
export const MAX_BYTES = 10 * 1024 * 1024;

const isBundles = file => /\.json$/i.test(file.name);
const isLines = file => /\.ndjson$/i.test(file.name);

function all(directory) {
  const reader = directory.createReader();
  const read = (found, done, failed) => reader.readEntries(entries =>
    entries.length ? read([...found, ...entries], done, failed) : done(found), failed);
  return new Promise((done, failed) => read([], done, failed));
}

/** Files below entries of a drop. */
async function filesBelow(entries) {
  const found = [];
  const walk = async entry => {
    if (found.length > MAX_FILES) return;
    if (entry.isFile) found.push(await new Promise((done, failed) => entry.file(done, failed)));
    else for (const each of await all(entry)) await walk(each);
  };
  for (const entry of entries) await walk(entry);
  return found;
}

/** What was dropped: {file} when it is one file, else {files}, a promise of those of all folders. To be called while the event is handled. */
export function droppedOf(dataTransfer) {
  const entries = [...dataTransfer.items ?? []].map(each => each.webkitGetAsEntry?.()).filter(Boolean);
  const [file] = dataTransfer.files;
  if (entries.length ? entries.length === 1 && entries[0].isFile : dataTransfer.files.length === 1) return {file};
  return {files: entries.length ? filesBelow(entries) : Promise.resolve([...dataTransfer.files])};
}

const idOf = reference => reference?.reference?.replace(/^urn:uuid:/, "").replace(/^.*Patient\//, "").replace(/\/_history\/.*$/, "");

/** Id of the patient that a resource is about; undefined when it is about none. */
function ownerOf(resource) {
  return resource.resourceType === "Patient" ? resource.id : idOf(resource.subject ?? resource.patient ?? resource.beneficiary);
}

function labelOf({name = [], gender, birthDate, id}) {
  const [first] = name;
  const words = first?.text ?? [...first?.given ?? [], first?.family].filter(Boolean).join(" ");
  return [words || id, gender, birthDate].filter(Boolean).join(", ");
}

/** The references in a text of JSON. */
const referencesIn = text => [...text.matchAll(/"reference"\s*:\s*"([^"]+)"/g)].map(([, reference]) => reference);

/** Resources by patient, and those of no patient that others refer to, such as medications: {id, text}, as they were sent. */
class Lines {
  #patients = new Map();
  #lines = new Map();
  #shared = new Map();
  bytes = 0;

  /** @param text of a resource, or of a Bundle of them */
  add(text) {
    const resource = parse(text);
    if (resource.resourceType === "Bundle") {
      resourcesOf(resource).forEach(each => this.add(JSON.stringify(each)));
      return;
    }
    this.bytes += text.length;
    if (this.bytes > MAX_LINES_BYTES) throw new RangeError(t("folder.large", {mb: MAX_LINES_BYTES / 1024 / 1024}));
    const owner = ownerOf(resource);
    const kept = {id: resource.id, text};
    if (resource.resourceType === "Patient") this.#patients.set(owner, labelOf(resource));
    if (owner !== undefined) {
      if (!this.#lines.has(owner)) this.#lines.set(owner, []);
      this.#lines.get(owner).push(kept);
    } else {
      for (const name of [`${resource.resourceType}/${resource.id}`, `urn:uuid:${resource.id}`]) this.#shared.set(name, kept);
    }
  }

  /** @param file that they are of; empty when they are of several */
  patients(file) {
    return [...this.#patients].map(([id, label]) => ({label, file, read: async () => this.#bundle(id)}));
  }

  #bundle(id) {
    const own = this.#lines.get(id);
    const references = own.flatMap(({text}) => referencesIn(text));
    const shared = new Set(references.map(each => this.#shared.get(each)).filter(Boolean));
    const isOfUuids = references.some(each => each.startsWith("urn:uuid:"));
    const entries = [...own, ...shared].map(each => `{${isOfUuids ? `"fullUrl":"urn:uuid:${each.id}",` : ""}"resource":${each.text}}`);
    return `{"resourceType":"Bundle","type":"collection","entry":[${entries.join(",")}]}`;
  }
}

/** Adds each line that is not empty. */
async function addLines(file, lines) {
  let rest = "";
  for await (const part of file.stream().pipeThrough(new TextDecoderStream())) {
    const texts = (rest + part).split("\n");
    rest = texts.pop();
    texts.filter(each => each.trim()).forEach(each => lines.add(each));
  }
  if (rest.trim()) lines.add(rest);
}

/** Patients of a Bundle. One alone is the file itself. */
async function patientsOf(file) {
  if (file.size > MAX_BYTES) throw new Error(t("file.large", {name: file.name}));
  const text = await file.text();
  const bundle = parse(text);
  const resources = bundle?.resourceType === "Bundle" ? resourcesOf(bundle) : [];
  const patients = resources.filter(each => each.resourceType === "Patient");
  if (patients.length < 2) return patients.map(each => ({label: labelOf(each), file: file.name, read: () => file.text()}));
  const lines = new Lines();
  lines.add(text);
  return lines.patients(file.name);
}

/**
 * The patients of the files of a folder.
 *
 * @param told called with {done, files, patients, skipped} after each file; a list of all so far
 * @param isWanted whether somebody still waits for it
 * @returns {{patients: object[], skipped: string[]}} {label, file, read} of each, read returns a promise of the text of a Bundle; and sentences about
 *     files that were left out
 * @throws Error when it is too large, in words
 */
export async function readFolder(files, told, isWanted) {
  const pathOf = file => file.webkitRelativePath || file.name;
  const chosen = files.filter(each => isBundles(each) || isLines(each)).sort((a, b) => pathOf(a).localeCompare(pathOf(b)));
  if (chosen.length > MAX_FILES) throw new Error(t("folder.many", {n: MAX_FILES}));
  const lines = new Lines();
  const found = {patients: [], skipped: []};
  for (const [done, file] of chosen.entries()) {
    if (!isWanted()) return found;
    told({...found, done, files: chosen.length});
    try {
      if (isLines(file)) await addLines(file, lines);
      else found.patients.push(...await patientsOf(file));
    } catch (refusal) {
      if (refusal instanceof RangeError) throw refusal;
      found.skipped.push(refusal instanceof SyntaxError ? t("file.notJson", {name: file.name}) : refusal.message);
    }
  }
  found.patients.push(...lines.patients(""));
  return found;
}
