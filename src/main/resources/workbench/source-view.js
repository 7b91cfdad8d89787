/** The source of a library or a resource: edited, checked while it is typed, and saved without losing what another has saved meanwhile. */

import {h, show} from "./dom.js";
import {aboutName, aboutPlace} from "./about-view.js";
import {checkSource, completeSource, explainCode, hasToken, listSources, saveSource, source, tellPlace, usesOf} from "./api.js";
import {coverageTexts} from "./coverage-view.js";
import {findingsView} from "./findings-view.js";
import {gapsView, need} from "./gaps-view.js";
import {merge} from "./editor/merge.js";
import {Names} from "./editor/names.js";
import {isLibrary, sourceOf} from "./source-name.js";
import {openDialog} from "./dialogs.js";
import {markdown} from "./markdown.js";
import {t, textsBelow} from "./texts.js";

const PAUSE_MS = 120;

/** One for the life of the page: it keeps what is not saved yet while other libraries are looked at. */
export class SourceView {
  #names = new Names();
  /** Opened libraries and resources: the text of disk that was seen last with its version, and what the author has made of it. */
  #drafts = new Map();
  #editor = null;
  #loading = null;
  /** Its name, or type and id of a resource. */
  #library = "";
  #host = h("div.editor", {});
  #message = h("p.note", {role: "status"});
  #findings = h("div.checked", {});
  #gaps = h("div", {});
  #drawnGaps = null;
  #select = h("select", {id: "library", "aria-label": t("source.source"), onchange: event => this.open(event.target.value)});
  #pause = 0;
  #isCheckWanted = false;
  #checking = null;
  #actions;
  #coverage;

  /**
   * @param actions opened(library, line) and moved({library, line, column}) for the address; saved(content) with the state after a save;
   *     define(library, name) returns a promise of a define with its value for the patient, or of null; question() returns what is asked
   *     about the patient; draft(path, sentence) opens a case that is to become another
   * @param coverage see source-coverage.js
   */
  constructor(actions, coverage) {
    this.#actions = actions;
    this.#coverage = coverage;
    coverage.onchange = () => this.#drawCoverage();
    this.element = h("section.sources", {"aria-label": t("source.name")},
      h("div.bar", {},
        this.#select,
        this.#button("save", () => this.save(), {disabled: !hasToken(), title: hasToken() ? "Ctrl+S" : t("keep.token")}, "primary"),
        this.#button("definition", () => this.#atCursor(name => this.#definition(name)), {title: "F12"}),
        this.#button("uses", () => this.#atCursor(name => this.#uses(name)), {title: "Shift+F12"}),
        this.#button("about", () => this.#tell(), {title: "Ctrl+F1"}),
        this.#button("revert", () => this.#revert())),
      coverage.element, this.#gaps, this.#message, this.#findings, this.#host);
    window.addEventListener("beforeunload", event => {
      if (this.#unsaved().length) event.preventDefault();
    });
  }

  get library() {
    return this.#library;
  }

  /** Opens a library or a resource, at a line when one is named. */
  async open(library, line = 0, column = 1) {
    await (this.#loading ??= this.#load());
    const name = library || this.#library || this.#names.all[0];
    if (!this.#drafts.has(name)) {
      const {text, version} = await source(name);
      this.#drafts.set(name, {base: text, version, text});
    }
    this.#library = name;
    // First seen, then focused: what is hidden takes no focus.
    this.#actions.opened(name, line);
    this.#editor.show(name, this.#draft.text);
    if (line) this.#editor.go(line, column);
    this.#message.replaceChildren();
    this.#draw();
    await this.#check();
  }

  /** Follows the files on disk. @param content that was told */
  async follow(content) {
    if (!this.#editor) return;
    this.#names.sources = await listSources();
    for (const [library, draft] of this.#drafts) {
      const disk = await source(library);
      if (disk.version !== draft.version) this.#take(library, draft, disk);
    }
    this.#editor.show(this.#library, this.#draft.text);
    this.#draw();
    if (this.#draft.text === this.#draft.base) this.#showFindings(content.findings);
    else await this.#check();
  }

  async save() {
    const library = this.#library;
    const draft = this.#draft;
    const {text, version} = draft;
    if (text === draft.base || !hasToken()) return;
    try {
      const saved = await saveSource(library, text, version);
      Object.assign(draft, {base: text, version: saved.source.version});
      this.#say(t("source.saved", {file: saved.source.file}));
      this.#actions.saved(saved.content);
    } catch (refusal) {
      if (refusal.status === 409) this.#take(library, draft, await source(library));
      else this.#say(refusal.message);
      this.#editor.show(this.#library, this.#draft.text);
    }
    this.#draw();
  }

  get #draft() {
    return this.#drafts.get(this.#library);
  }

  async #load() {
    const [{SourceEditor}, sources] = await Promise.all([import("./editor/source-editor.js"), listSources()]);
    this.#names.sources = sources;
    this.#editor = new SourceEditor(this.#host, {
      texts: textsBelow("editor."), label: t("source.label"), names: this.#names, coverageTexts: coverageTexts(),
      actions: {
        changed: text => this.#changed(text), moved: place => this.#actions.moved({library: this.#library, ...place}), save: () => this.save(),
        definition: name => this.#definition(name), uses: name => this.#uses(name), about: (name, position) => this.#about(name, position), tell: () => this.#tell(), complete: completeSource,
      },
    });
  }

  #button(name, onclick, attributes = {}, kind = "small") {
    return h(`button.${kind}`, {id: `source-${name}`, type: "button", onclick, ...attributes}, t(`source.${name}`));
  }

  #unsaved() {
    return [...this.#drafts].filter(([, draft]) => draft.text !== draft.base).map(([library]) => library);
  }

  #say(...parts) {
    show(this.#message, parts);
  }

  #changed(text) {
    this.#draft.text = text;
    this.#draw();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#check(), PAUSE_MS);
  }

  /** One check at a time: the next one is of the text that is there when it begins. Findings of another text are not shown. */
  #check() {
    this.#isCheckWanted = true;
    return this.#checking ??= this.#checkWanted().finally(() => { this.#checking = null; });
  }

  async #checkWanted() {
    while (this.#isCheckWanted) {
      this.#isCheckWanted = false;
      const [library, {text}] = [this.#library, this.#draft];
      const {findings} = await checkSource(library, text);
      if (library === this.#library && text === this.#draft.text) this.#showFindings(findings);
    }
  }

  #showFindings(findings) {
    this.#editor.findings = findings.filter(each => sourceOf(each.file) === this.#library);
    show(this.#findings, findingsView(findings, {
      open: finding => this.open(sourceOf(finding.file), finding.line, finding.column),
      explain: async code => openDialog(code, h("div.detail", {}, markdown((await explainCode(code)).text))),
    }));
    this.element.dataset.checked = this.#editor.text.length;
    performance.mark("checked");
  }

  /** The file was changed on disk: what the author has made of it is joined with that, or the author decides. */
  #take(library, draft, disk) {
    const isChanged = draft.text !== draft.base;
    const merged = isChanged ? merge(draft.base, draft.text, disk.text) : disk.text;
    if (merged !== null) {
      Object.assign(draft, {base: disk.text, version: disk.version, text: merged});
      if (isChanged) this.#say(t("source.merged", {library}));
      return;
    }
    const decide = text => () => {
      Object.assign(draft, {base: disk.text, version: disk.version, text});
      this.#editor.show(this.#library, this.#draft.text);
      this.#say();
      this.#draw();
      this.#check();
    };
    this.#say(h("strong", {}, t("source.conflict", {library})), " ",
      h("button", {id: "take-disk", type: "button", onclick: decide(disk.text)}, t("source.takeDisk")), " ",
      h("button", {id: "keep-mine", type: "button", onclick: decide(draft.text)}, t("source.keepMine")));
  }

  #revert() {
    this.#draft.text = this.#draft.base;
    this.#editor.show(this.#library, this.#draft.base);
    this.#draw();
    this.#check();
  }

  #draw() {
    const unsaved = this.#unsaved();
    const options = names => names.map(each => h("option", {value: each, selected: each === this.#library},
      unsaved.includes(each) ? t("source.unsaved", {library: each}) : each));
    show(this.#select,
      h("optgroup", {label: t("source.libraries")}, options(this.#names.all)),
      h("optgroup", {label: t("source.resources")}, options(this.#names.resources)));
    this.#drawCoverage();
    const isSame = !unsaved.includes(this.#library);
    this.element.querySelector("#source-save").disabled = isSame || !hasToken();
    this.element.querySelector("#source-revert").disabled = isSame;
  }

  /** Marks stand in the text that they are of, and in no other. */
  #drawCoverage() {
    const draft = this.#draft;
    if (!draft || !this.#editor) return;
    this.#coverage.element.hidden = !isLibrary(this.#library);
    if (!isLibrary(this.#library)) {
      this.#gaps.hidden = true;
      return;
    }
    const version = draft.text === draft.base ? draft.version : "";
    this.#coverage.follow(this.#library);
    this.#editor.points = this.#coverage.points(version);
    this.#drawGaps(this.#coverage.gaps(version));
  }

  /** Drawn anew the list would close. */
  #drawGaps(gaps) {
    this.#gaps.hidden = gaps.length === 0;
    if (gaps === this.#drawnGaps) return;
    this.#drawnGaps = gaps;
    const [library, lines] = [this.#library, this.#draft.text.split("\n")];
    const draft = gap => this.#actions.draft(gap.nearest, need(gap, library, lines));
    show(this.#gaps, gapsView(gaps, library, lines, {
      open: (line, column) => this.open(library, line, column), draft,
      here: () => {
        const gap = gaps.find(each => each.nearest && each.point.start.line === this.#editor.line);
        if (gap) draft(gap);
        else this.#say(t("gaps.none"));
      },
    }) ?? []);
  }

  #atCursor(action) {
    const name = this.#editor.nameHere();
    if (name) action(name);
    else this.#say(t("source.noName"));
    this.#editor.focus();
  }

  #definition({library, name}) {
    const found = name ? this.#names.find(library, name) : {line: 1};
    if (found) this.open(library, found.line);
    else this.#say(t("source.noDefinition", {name}));
  }

  /** What a name is, and of a define its type and its value for the patient; of everything else what the service tells of the place. */
  async #about(named, position) {
    const declared = named?.name ? this.#names.find(named.library, named.name) : null;
    if (!declared) return aboutPlace(await tellPlace(this.#library, this.#draft.text, position, this.#actions.question()));
    const define = declared.kind === "define" ? await this.#actions.define(named.library, named.name) : null;
    return aboutName(declared, define, !this.#unsaved().length);
  }

  /** The same for the keyboard, of what is at the cursor. */
  async #tell() {
    const told = await this.#about(this.#editor.nameHere(), this.#editor.position);
    if (told) openDialog(t("source.about"), told);
    else this.#say(t("source.noName"));
  }

  async #uses({library, name}) {
    if (!name && isLibrary(library)) return;
    const uses = await usesOf(library, name);
    const dialog = openDialog(t("source.usesOf", {name: name || library, n: uses.length}),
      h("ul.uses", {}, uses.map(use => h("li", {},
        h("button.line", {type: "button", onclick: () => { dialog.close(); this.open(use.library, use.line); }}, `${use.library}:${use.line}`),
        " ", h("code", {}, use.text)))));
  }
}
