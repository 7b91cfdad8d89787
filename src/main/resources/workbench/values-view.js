/** The values of the defines of a library for the patient, and how often each is true over all cases. */

import {h, show} from "./dom.js";
import {listLibraries, valuesOf} from "./api.js";
import {countsView, runText} from "./coverage-view.js";
import {linked, valueText} from "./explanation.js";
import {t} from "./texts.js";

const ALL = "";

function tableOf({columns, rows}, record) {
  return h("details", {},
    h("summary", {}, t("values.rows", {n: rows.length})),
    h("div.scrolled", {tabindex: "0", role: "group", "aria-label": t("values.rows", {n: rows.length})}, h("table", {},
      h("thead", {}, h("tr", {}, columns.map(each => h("th", {scope: "col"}, each)))),
      h("tbody", {}, rows.map(row => h("tr", {}, row.map(cell => h("td", {}, linked(valueText(cell).text, record)))))))));
}

function valueOf(define, record) {
  if (define.failure) return h("span.error", {}, define.failure);
  if (define.table) return tableOf(define.table, record);
  const {mark, text, kind} = valueText(define.value);
  return [h(`span.mark.${kind}`, {"aria-hidden": "true"}, mark), " ", h(`span.value.${kind}`, {}, linked(text, record))];
}

/** Of a tuple the elements are told when they are asked for. */
function typeOf(type) {
  const short = type.replace(/\{.*\}/, "{ … }");
  return short === type ? h("code", {}, type)
    : h("details", {}, h("summary", {}, h("code", {}, short)), h("code", {}, type));
}

const textOf = define => define.failure ?? define.value;

/** One for the life of the page. It asks nothing until it is shown. */
export class ValuesView {
  #library = "";
  #asked = "";
  #shown = null;
  /** Values by name of before the last save. */
  #before = null;
  /** What the table was drawn of. */
  #drawn = [];
  #listed = "";
  #actions;
  #coverage;
  #select = h("select", {id: "values-library", "aria-label": t("source.library"), onchange: event => this.open(event.target.value)});
  #filter = h("input.filter", {
    id: "values-filter", type: "search", placeholder: t("values.filter"), "aria-label": t("values.filter"), oninput: () => this.draw(),
  });
  #count = h("button.small", {id: "values-count", type: "button", onclick: () => this.#coverage.start(ALL)}, t("values.count"));
  #progress = h("span.note", {role: "status"});
  #table = h("div.scrolled", {});
  element = h("section.values", {"aria-label": t("values.name")},
    h("div.bar", {}, this.#select, this.#filter, this.#count, this.#progress), this.#table);

  /**
   * @param actions input() returns what is asked now, content() the content of the answers that are shown, isOld() whether these are
   *     of another text or input, ask() asks for them again, opened(library), record and place as for explanations
   * @param coverage see coverage.js
   */
  constructor(actions, coverage) {
    this.#actions = actions;
    this.#coverage = coverage;
    coverage.listen(() => this.draw());
  }

  get library() {
    return this.#library;
  }

  async open(library) {
    this.#library = library || this.#library || (await listLibraries())[0].library;
    this.#actions.opened(this.#library);
    await this.follow();
  }

  /** Asks for the values, when they are shown and are not those of what is asked now. */
  async follow() {
    const content = this.#actions.content();
    if (this.element.hidden || !content || !this.#library) return;
    const key = this.#key();
    if (key === this.#asked) return;
    this.#asked = key;
    const [library, input] = [this.#library, this.#actions.input()];
    try {
      await this.#list(content.version);
      const answer = await valuesOf(library, input);
      if (key !== this.#asked) return;
      if (answer.content.version !== content.version) {
        // The service answers with a text that the page was not told of yet.
        this.#asked = "";
        this.#actions.ask();
        return;
      }
      this.#take(key, {library, input: JSON.stringify(input), version: content.version, defines: answer.defines});
      this.draw();
    } catch (refusal) {
      if (key !== this.#asked) return;
      this.#shown = null;
      this.#drawn = [];
      show(this.#table, h("p.error", {role: "alert"}, refusal.message));
    }
  }

  draw() {
    if (this.element.hidden) return;
    const run = this.#coverage.run(ALL);
    this.#progress.textContent = runText(run);
    this.#count.disabled = run?.isRunning === true;
    const isOld = this.#actions.isOld() || this.#shown?.key !== this.#key();
    this.element.classList.toggle("old", isOld);
    this.element.setAttribute("aria-busy", String(isOld));
    if (this.#shown) this.#drawTable();
  }

  #key() {
    const content = this.#actions.content();
    return content ? JSON.stringify([content.version, this.#library, this.#actions.input()]) : "";
  }

  async #list(version) {
    if (this.#listed === version) return;
    const libraries = await listLibraries();
    this.#listed = version;
    show(this.#select, libraries.map(each => h("option", {value: each.library}, each.library)));
    this.#select.value = this.#library;
  }

  #take(key, shown) {
    const old = this.#shown;
    const isSameQuestion = old && old.library === shown.library && old.input === shown.input;
    if (!isSameQuestion) this.#before = null;
    else if (old.version !== shown.version) this.#before = new Map(old.defines.map(each => [each.name, textOf(each)]));
    this.#shown = {...shown, key};
    this.#select.value = shown.library;
  }

  #drawTable() {
    const {library, defines} = this.#shown;
    const seen = this.#coverage.of(library, ALL)?.library;
    const drawn = [this.#shown, seen, this.#filter.value];
    // Drawn anew it would close what a reader has opened in it.
    if (drawn.every((each, index) => each === this.#drawn[index])) return;
    this.#drawn = drawn;
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = defines.filter(each => words.every(word => each.name.toLowerCase().includes(word)));
    const counts = new Map(seen?.definitions.map(each => [each.name, each.points[0]]));
    show(this.#table, found.length ? h("table", {},
      h("thead", {}, h("tr", {}, ["define", "type", "value", ...seen ? ["cases"] : []].map(key => h("th", {scope: "col"}, t(`values.${key}`))))),
      h("tbody", {}, found.map(each => h("tr", {},
        h("th", {scope: "row"}, h("button.line", {type: "button", onclick: () => this.#actions.place.open(library, each.line)}, each.name)),
        h("td.type", {}, typeOf(each.type)),
        h("td", {}, valueOf(each, this.#actions.record), this.#change(each)),
        seen ? h("td", {}, counts.has(each.name) ? countsView(counts.get(each.name)) : null) : null))))
      : h("p.note", {}, t("values.none")));
  }

  #change(define) {
    if (!this.#before || this.#before.get(define.name) === textOf(define)) return null;
    return h("p.change.changed", {}, this.#before.has(define.name)
      ? t("values.was", {value: valueText(this.#before.get(define.name)).text}) : t("values.new"));
  }
}
