/** The values of the defines of a library for the patient, and how often each is true over all cases. */

import {h, show} from "./dom.js";
import {listLibraries, valuesOf} from "./api.js";
import {countsView, runText} from "./coverage-view.js";
import {FollowedAnswer} from "./followed-answer.js";
import {linked, valueText} from "./explanation.js";
import {isLibrary} from "./source-name.js";
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

const MAX_CHARACTERS = 400;

/** The value of a define in a few words. */
export function defineText(define) {
  if (define.failure) return define.failure;
  if (define.table) return t("values.rows", {n: define.table.rows.length});
  const {mark, text} = valueText(define.value);
  return `${mark} ${text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text}`;
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
  #values;
  /** Values by name of before the last save. */
  #before = null;
  /** What the table was drawn of. */
  #drawn = [];
  #listed = "";
  /** The last answer for a single define: {key, answer}. */
  #single = null;
  #actions;
  #coverage;
  #select = h("select", {id: "values-library", "aria-label": t("source.library"), onchange: event => this.open(event.target.value)});
  #filter = h("input.filter", {
    id: "values-filter", type: "search", placeholder: t("values.filter"), "aria-label": t("values.filter"),
    oninput: () => { this.#actions.looked.set("defines", this.#filter.value); this.draw(); },
  });
  #count = h("button.small", {id: "values-count", type: "button", onclick: () => this.#coverage.start(ALL)}, t("values.count"));
  #progress = h("span.note", {role: "status"});
  #table = h("div.scrolled", {});
  element = h("section.values", {"aria-label": t("values.name")},
    h("div.bar", {}, this.#select, this.#filter, this.#count, this.#progress), this.#table);

  /**
   * @param actions as of followed-answer.js; isOld() whether the cards are of another text or input, opened(library), record and place as
   *     for explanations, looked as of looked.js
   * @param coverage see coverage.js
   */
  constructor(actions, coverage) {
    this.#actions = actions;
    this.#coverage = coverage;
    this.#values = new FollowedAnswer(actions, valuesOf, before => this.#take(before));
    coverage.listen(() => this.draw());
    actions.looked.listen(() => {
      this.#filter.value = actions.looked.get("defines");
      this.draw();
    });
  }

  get library() {
    return this.#library;
  }

  async open(library) {
    this.#library = (isLibrary(library) && library) || this.#library || (await listLibraries())[0].library;
    this.#actions.opened(this.#library);
    await this.follow();
  }

  /** A define of any library with its value; null when there is none, or the service answers with another text than that of the cards. */
  async define(library, name) {
    const content = this.#actions.content();
    if (!content || this.#actions.isOld()) return null;
    const input = this.#actions.input();
    const key = JSON.stringify([content.version, library, input]);
    if (this.#single?.key !== key) this.#single = {key, answer: valuesOf(library, input)};
    try {
      const answer = await this.#single.answer;
      return answer.content.version === content.version ? answer.defines.find(each => each.name === name) ?? null : null;
    } catch {
      // The view of the values says why there are none.
      this.#single = null;
      return null;
    }
  }

  /** Asks for the values, when they are shown and are not those of what is asked now. */
  async follow() {
    if (!this.element.hidden) await Promise.all([this.#values.follow(this.#library), this.#list()]);
  }

  draw() {
    if (this.element.hidden) return;
    const run = this.#coverage.run(ALL);
    this.#progress.textContent = runText(run);
    this.#count.disabled = run?.isRunning === true;
    const isListed = this.#select.options.length > 0;
    const isOld = !isListed || this.#actions.isOld() || !(this.#values.problem || this.#values.isCurrent(this.#library));
    this.element.classList.toggle("old", isOld);
    this.element.setAttribute("aria-busy", String(isOld));
    if (this.#values.last) this.#drawTable(this.#values.last);
    else if (this.#values.problem) show(this.#table, h("p.error", {role: "alert"}, this.#values.problem));
  }

  async #list() {
    const version = this.#actions.content()?.version ?? "";
    if (this.#listed === version) return;
    this.#listed = version;
    show(this.#select, (await listLibraries()).map(each => h("option", {value: each.library}, each.library)));
    this.#select.value = this.#library;
    this.draw();
  }

  #take(before) {
    const {last} = this.#values;
    const isSameQuestion = before && last && before.library === last.library && before.input === last.input;
    if (!isSameQuestion) this.#before = null;
    else if (before.version !== last.version) this.#before = new Map(before.answer.defines.map(each => [each.name, textOf(each)]));
    this.#select.value = this.#library;
    this.#drawn = [];
    this.draw();
  }

  #drawTable({library, version, answer}) {
    const counted = this.#coverage.of(library, ALL);
    const seen = counted?.content.version === version ? counted.library : null;
    const drawn = [answer, seen, this.#filter.value];
    // Drawn anew it would close what a reader has opened in it.
    if (drawn.every((each, index) => each === this.#drawn[index])) return;
    this.#drawn = drawn;
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = answer.defines.filter(each => words.every(word => each.name.toLowerCase().includes(word)));
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
