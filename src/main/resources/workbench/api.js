/** Calls of the service. Numbers keep the digits that they were sent with: 7.0 mg/dL is not 7. */

const API = "/workbench/api";
const TOKEN = "workbench.token";

/** Parses JSON; a number becomes an object that is written as it was read. */
export function parse(text) {
  return JSON.parse(text, (key, value, context) =>
    typeof value === "number" ? JSON.rawJSON(context.source) : value);
}

/** The digits of a number that {@link parse} read. */
export function digits(value) {
  return JSON.isRawJSON(value) ? value.rawJSON : value;
}

/** A number from its digits; null when they are no JSON number. */
export function number(text) {
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? JSON.rawJSON(text) : null;
}

/** Keeps the token of the printed address for this tab, so that it need not stay in the address. */
export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

/** A refusal of the service, in its own words. */
export class Refusal extends Error {
  constructor(status, outcome) {
    super(outcome?.issue?.map(issue => issue.diagnostics).join(" ") ?? `Status ${status}`);
    this.status = status;
  }
}

/** How often a call is made again while the service is busy, as in the first seconds after its start. */
const ATTEMPTS = 60;
const BUSY = 503;
const BUSY_PAUSE_MS = 700;

/** @param read of the text of the answer; {@link parse} where digits count */
async function call(path, options = {}, read = JSON.parse, attempt = 1) {
  const answer = await fetch(API + path, {cache: "no-store", ...options});
  if (answer.status === BUSY && attempt < ATTEMPTS) {
    await new Promise(resolve => setTimeout(resolve, BUSY_PAUSE_MS));
    return call(path, options, read, attempt + 1);
  }
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(answer.status, text.startsWith("{") ? JSON.parse(text) : null);
  return read(text);
}

function send(method, path, body, signal, read) {
  const headers = {"Content-Type": "application/json"};
  if (hasToken()) headers["X-Workbench-Token"] = sessionStorage.getItem(TOKEN);
  return call(path, {method, headers, body: JSON.stringify(body), signal}, read);
}

const post = (...request) => send("POST", ...request);

export const listCases = () => call("/cases").then(answer => answer.cases);
export const openCase = path => call(`/cases/${path}`, {}, parse);
export const answer = (input, signal) => post("/answers", input, signal);
export const runCases = cases => post("/runs", {cases});
export const acceptCase = (path, version) => post("/cases/accepted", {path, version});
export const keepCase = input => post("/cases", input);
/** @param name of a library, or type and id of a resource: "ValueSet-lab-phosphate" */
export const source = name => call(`/sources/${name}`);
/** {libraries, resources} that can be opened. */
export const listSources = () => call("/sources");
export const listLibraries = () => listSources().then(answer => answer.libraries);
export const usesOf = (source, name) => call(`/sources/${source}/uses?name=${encodeURIComponent(name)}`).then(answer => answer.uses);
export const checkSource = (name, text) => post(`/checks/${name}`, {text});
/** What can stand at an index of a text. */
export const completeSource = (name, text, position) => post(`/completions/${name}`, {text, position});
/** What stands there. @param question whose values are told too, when the text is the one that answers; null for none */
export const tellPlace = (name, text, position, question) => post(`/hovers/${name}`, {text, position, ...question && {question}});
export const explainCode = code => call(`/explanations/${code}`);

export const valuesOf = (library, input, signal) => post(`/values/${library}`, input, signal);
export const startCoverage = rule => post("/coverage", {rule});
export const coverageProgress = rule => call(`/coverage?rule=${encodeURIComponent(rule)}`);
export const coverageOf = (library, rule) => call(`/coverage/${library}?rule=${encodeURIComponent(rule)}`);
export const coverageOfAnswer = (library, input, signal) => post(`/coverage/${library}`, input, signal);

export const listRules = () => call("/rules");

/** @param review {verdict, sentence, version} of the text that was read; refused with 409 when another is there */
export const reviewRule = (rule, review) => post(`/rules/${rule}/reviews`, review);

/** @param question {against: "git", "jar", or the path of content; patients: path of a folder of Bundles, or "" for all cases; asOf} */
export const compareContent = question => post("/differences", question);
export const differenceProgress = ({against, patients}) => call(`/differences?${new URLSearchParams({against, patients})}`);

/** The Bundle of a patient of a folder. @param question {patients, name, asOf} */
export const patientFile = question => send("POST", "/differences/patients", question, undefined, parse);

/** @param version of the text on disk that was changed; refused with 409 when another is there */
export const saveSource = (name, text, version) => send("PUT", `/sources/${name}`, {text, version});

/** Calls a function with the state of the content, now and after each change. */
export function followContent(listener) {
  const events = new EventSource(`${API}/changes`);
  events.onmessage = event => listener(JSON.parse(event.data));
}
