/** The page: which case is open, what was changed in it, and the answers of the service to it. */

import {h, show} from "./dom.js";
import {acceptCase, answer, followContent, hasToken, keepCase, listCases, openCase} from "./api.js";
import {addressOf, pathOf, readAddress} from "./address.js";
import {askForCase, showJson} from "./dialogs.js";
import {Beside} from "./beside.js";
import {CaseList} from "./case-list.js";
import {changedBundle, referenceOf, resourcesOf} from "./record.js";
import {headingView} from "./heading-view.js";
import {markLines} from "./marked-lines.js";
import {findEdges} from "./edge.js";
import {failureView} from "./failure-view.js";
import {Runs} from "./runs.js";
import {FolderView} from "./folder-view.js";
import {fileFields, readRecord} from "./record-file.js";
import {recordView} from "./record-view.js";
import {answersView} from "./answers-view.js";
import {PlotSection} from "./plot-section.js";
import {topView} from "./top-view.js";
import {Looked} from "./looked.js";
import {loadTexts, t} from "./texts.js";

const PAUSE_MS = 200;
const WIDTH = "workbench.width";

const state = {
  cases: [], path: "", opened: null, asOf: "", edits: {}, omitted: new Set(),
  wanted: "", content: null, before: null, now: null, error: "", library: "", line: 0, column: 1, rule: "", view: "record", width: localStorage.getItem(WIDTH) ?? "480",
};
const parts = {
  top: document.getElementById("top"), main: document.getElementById("main"),
  side: h("div.side", {}), heading: h("div.heading", {}), failure: h("div", {}), answers: h("section.answers", {}), record: h("section.whatif", {}),
};
const runs = new Runs();
let list;
let folder;
let beside;
let waiting = 0;
let opening = 0;
let calls = new AbortController();

const place = {open: (library, line) => beside.open(library, line)};
const record = {
  has: reference => resourcesOf(state.opened.bundle).some(each => referenceOf(each) === reference),
  open: reference => {
    looked.set("resource", reference);
    showJson(reference, resourcesOf(input().bundle).find(each => referenceOf(each) === reference)
      ?? resourcesOf(state.opened.bundle).find(each => referenceOf(each) === reference), () => looked.set("resource", ""));
  },
  mark: references => markLines(parts.answers, references),
};

const looked = new Looked(() => keepAddress());
const plot = new PlotSection(input, () => state.now?.content.version, record, looked);

const isChanged = () => Object.keys(state.edits).length > 0 || state.omitted.size > 0 || state.asOf !== state.opened.asOf;

/** What the case asks. */
function original() {
  const {hook, user, context, parameters, asOf, bundle} = state.opened;
  return {hook, user, context, parameters, asOf, bundle};
}

/** The same with what was changed. */
function input() {
  return {...original(), asOf: state.asOf, bundle: changedBundle(state.opened.text, state.edits, state.omitted)};
}

function drawAnswers() {
  parts.answers.classList.toggle("old", isOld());
  parts.answers.setAttribute("aria-busy", String(isOld()));
  if (state.now && state.before) {
    show(parts.answers, answersView(state, isChanged(), record, place, width => {
      state.width = width;
      localStorage.setItem(WIDTH, width);
      drawAnswers();
    }));
  } else if (state.error) {
    show(parts.answers, h("p.error", {role: "alert"}, state.error));
  }
  beside.draw();
}

/** Whether the answers are of another text or input than what is shown beside them. */
function isOld() {
  return waiting > 0 || (state.now !== null && state.content !== null
    && state.now.content.folderVersion !== state.content.folderVersion);
}

function drawTop() {
  show(parts.top, topView(state.content, () => location.reload()));
}

/** Asks for the answers to the case and to what was made of it; only the answers to the last question are shown. */
async function ask() {
  if (!state.opened) return;
  calls.abort();
  const mine = calls = new AbortController();
  waiting++;
  drawAnswers();
  try {
    const now = await answer(input(), mine.signal);
    const before = !isChanged() ? now
      : state.before?.content.version === now.content.version ? state.before
        : await answer(original(), mine.signal);
    if (mine === calls) Object.assign(state, {now, before, error: ""});
  } catch (refusal) {
    if (mine === calls && refusal.name !== "AbortError") Object.assign(state, {now: null, error: refusal.message});
  } finally {
    waiting--;
    drawAnswers();
    if (mine === calls && state.now) {
      performance.mark("answered");
      plot.follow();
      beside.answered();
    }
  }
}

function keepAddress() {
  // Of a patient from a file nothing is in it.
  const patient = state.path ? {...state, asOf: state.asOf === state.opened.asOf ? "" : state.asOf, looked: looked.all}
    : {...state, path: "", asOf: "", edits: {}, omitted: new Set(), looked: {...looked.all, resource: ""}};
  const address = state.opened ? addressOf(patient) : location.hash;
  if (address !== location.hash) history.replaceState(null, "", address);
}

let pause;
function changed() {
  keepAddress();
  drawHeading();
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE_MS);
}

function reset() {
  Object.assign(state, {edits: {}, omitted: new Set(), asOf: state.opened.asOf});
  drawRecord();
  changed();
}

function keep() {
  askForCase(state.opened.topic, async values => {
    const {path} = await keepCase({...input(), ...values});
    list.cases = beside.cases = state.cases = await listCases();
    return path;
  });
}

/** @param problem why another record could not be opened */
function drawHeading(problem = "") {
  show(parts.heading, problem && h("p.error", {role: "alert"}, problem), state.opened && headingView(state, isChanged(), {
    reset, keep,
    setClock: asOf => { state.asOf = asOf; changed(); },
  }));
}

/** What differs in the case that is open, if it was run and failed. */
function drawFailure() {
  const run = state.opened && runs.result(state.path);
  show(parts.failure, run?.differences.length ? failureView(run, hasToken() ? async () =>
    runs.set(await acceptCase(state.path, runs.version)) : null) : null);
}

function drawRecord() {
  show(parts.record,
    h("h2", {}, t("record.title")),
    h("p.note", {}, t("record.note")),
    recordView(state.opened.bundle, state.edits, state.omitted, {changed, open: record.open, edges}));
}

/** Where the answer changes when one value does and all else stays. */
function edges(key, text) {
  return findEdges(text, value => answer({
    ...original(), asOf: state.asOf, bundle: changedBundle(state.opened.text, {...state.edits, [key]: value}, state.omitted),
  }));
}

/** Another view stands beside the answers. */
function chosen() {
  parts.main.classList.toggle("sourced", state.view !== "record");
  keepAddress();
}

/** Shows another record, with nothing changed in it yet. */
function begin(opened, path) {
  opened.text = JSON.stringify(opened.bundle);
  Object.assign(state, {opened, path, now: null, before: null, error: "", wanted: ""});
  parts.answers.replaceChildren();
  plot.reset();
}

/** Shows the record as it is or was changed, and asks for the answers to it. */
function look({edits, omitted, asOf}) {
  Object.assign(state, {edits, omitted, asOf: asOf || state.opened.asOf});
  document.title = `${state.opened.name} - Calcinosis CDS`;
  list.selected = state.path;
  drawHeading();
  drawFailure();
  drawRecord();
  return ask();
}

async function open(address) {
  if (address.path !== state.path) {
    const turn = ++opening;
    const opened = await openCase(address.path);
    if (turn !== opening) return;
    begin(opened, address.path);
    folder.leave();
  }
  state.wanted = address.wanted;
  const answered = look(address);
  looked.take(address.looked);
  beside.openAddress(address);
  // A view that is still to come names its place itself.
  if (!address.view || address.view === state.view) keepAddress();
  if (record.has(looked.get("resource"))) record.open(looked.get("resource"));
  await answered;
}

/** Opens a case that is to become another. @param wanted what that one is to show */
function draft(path, wanted) {
  return open({path, edits: {}, omitted: new Set(), asOf: "", view: "record", wanted});
}

/** Opens a record that the address does not name. @param asOf the clock; now without it */
function openFile(file, asOf = "") {
  folder.leave();
  return openText(file.name, () => file.text(), asOf);
}

/** @param read returns a promise of the text of a Bundle */
async function openText(name, read, asOf = "") {
  const turn = ++opening;
  try {
    const opened = readRecord(name, await read());
    if (turn !== opening) return;
    begin(opened, "");
    keepAddress();
    if (asOf) opened.asOf = asOf;
    await look({edits: {}, omitted: new Set(), asOf});
  } catch (refusal) {
    drawHeading(refusal.message);
  }
}

/** Opens what the address names; without a case in it, one of the list. */
async function openAddress(listed) {
  const address = readAddress();
  if (!address.path) await listed;
  const first = state.cases.find(each => each.hook === "patient-view" && each.indicators.length > 1) ?? state.cases[0];
  address.path ||= first ? pathOf(first) : "";
  if (!address.path) return;
  try {
    await open(address);
  } catch (refusal) {
    drawHeading(refusal.message);
  }
}

async function start() {
  await loadTexts();
  drawTop();
  document.body.append(h("footer.licences", {}, t("bottom.licences")));
  list = new CaseList(runs, looked);
  const drawList = runs.onchange;
  runs.onchange = () => {
    drawList();
    drawFailure();
  };
  beside = new Beside(state, parts.record, {input, ask, isOld, record, chosen, draft, openFile, looked, saved: follow, content: () => state.now?.content});
  folder = new FolderView(({label, read}) => openText(label, read));
  show(parts.side, fileFields(openFile, files => folder.read(files)), folder.element, list.element);
  show(parts.main, parts.side, h("div.work", {}, parts.heading, parts.failure, beside.chooser,
    h("div.columns", {}, beside.elements,
      h("div.column", {}, parts.answers, plot.element), parts.record)));
  performance.mark("painted");
  const listed = listCases().then(cases => {
    list.cases = state.cases = cases;
    beside.cases = cases;
  });
  window.addEventListener("hashchange", () => openAddress(listed));
  await Promise.all([openAddress(listed), listed]);
  performance.mark("usable");
  followContent(follow);
}

/** Shows the state of the content that was told last. */
function follow(content) {
  const isNew = state.content && state.content.folderVersion !== content.folderVersion;
  state.content = content;
  drawTop();
  runs.follow(content, state.cases);
  beside.follow(content, isNew);
  if (isNew || isOld()) ask();
}

start();
