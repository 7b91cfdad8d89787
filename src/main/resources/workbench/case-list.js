/** The list of cases, filtered by words; those that are shown can be run. */

import {h, show} from "./dom.js";
import {t} from "./texts.js";
import {addressOf, pathOf} from "./address.js";

const MAX_SHOWN = 150;

/** One list for the life of the page: it keeps the filter while cases are opened and run. */
export class CaseList {
  #cases = [];
  #texts = [];
  #found = [];
  #selected = "";
  #runs;
  #looked;
  #list = h("ul.cases", {});
  #count = h("p.note", {role: "status"});
  #progress = h("p.note", {role: "status"});
  #filter = h("input.filter", {
    id: "filter", type: "search", placeholder: t("cases.filter"), "aria-label": t("cases.filter"),
    oninput: () => { this.#looked.set("cases", this.#filter.value); this.#draw(); },
  });
  #run;
  #failed = h("input", {id: "failed", type: "checkbox", onchange: () => {
    this.#looked.set("failed", this.#failed.checked ? "yes" : "");
    this.#draw();
  }});

  /**
   * @param runs results of cases, see runs.js
   * @param looked see looked.js
   */
  constructor(runs, looked) {
    this.#runs = runs;
    this.#looked = looked;
    looked.listen(() => {
      this.#filter.value = looked.get("cases");
      this.#failed.checked = looked.get("failed") !== "";
      this.#draw();
    });
    runs.onchange = () => this.#draw();
    this.#run = h("button.small", {
      id: "run", type: "button", disabled: true, onclick: () => runs.run(this.#found.map(pathOf)),
    }, t("runs.run"));
    this.element = h("nav.picker", {"aria-label": t("cases.title")},
      h("h2", {}, t("cases.title")),
      this.#filter,
      h("div.bar", {},
        this.#run,
        h("label.omit", {}, this.#failed, t("runs.onlyFailed"))),
      this.#count, this.#progress, this.#list);
  }

  set cases(cases) {
    this.#cases = cases;
    this.#texts = cases.map(each => [each.hook, each.topic, each.name, each.why, each.patient, ...each.rules].join(" ").toLowerCase());
    this.#draw();
  }

  set selected(path) {
    this.#selected = path;
    this.#draw();
  }

  #draw() {
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    this.#found = this.#cases.filter((each, index) => words.every(word => this.#texts[index].includes(word))
      && (!this.#failed.checked || this.#runs.state(pathOf(each)) === "failed"));
    this.#count.textContent = t("cases.count", {n: this.#found.length, all: this.#cases.length});
    this.#progress.textContent = this.#runs.summary();
    // Also until the list has come.
    this.#run.disabled = this.#found.length === 0;
    const scroll = this.#list.scrollTop;
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    show(this.#list, this.#found.slice(0, MAX_SHOWN).map(each => this.#item(each)));
    if (this.#found.length > MAX_SHOWN) {
      this.#list.append(h("li.note", {}, t("cases.more", {n: this.#found.length - MAX_SHOWN})));
    }
    this.#list.scrollTop = scroll;
    // Results of a run draw the list anew while somebody walks through it.
    if (focused) [...this.#list.querySelectorAll("a")].find(each => each.getAttribute("href") === focused)?.focus({preventScroll: true});
  }

  #item(each) {
    const path = pathOf(each);
    const most = ["critical", "warning", "info"].find(indicator => each.indicators.includes(indicator)) ?? "none";
    const state = this.#runs.state(path);
    return h("li", {}, h("a", {href: addressOf({path}), "aria-current": path === this.#selected ? "true" : null},
      h(`span.dot.${most}`, {"aria-hidden": "true"}),
      h("span.name", {}, each.name.replaceAll("-", " ")),
      h("span.topic", {}, `${each.topic} · ${each.hook}`, h("span.unseen", {}, ` · ${t(`indicator.${most}`)}`),
        state ? h(`span.result.${state}`, {}, t(`runs.${state}`)) : null)));
  }
}
