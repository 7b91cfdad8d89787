/** The section of the product over time. It asks nothing until it is opened: it takes an answer for each sample. */

import {h, show} from "./dom.js";
import {answer} from "./api.js";
import {plotView} from "./plot-view.js";
import {momentsOf, timelineOf} from "./timeline.js";
import {t} from "./texts.js";

export class PlotSection {
  #plotted = "";
  #isOpen = false;
  #content = h("div.content", {});
  #input;
  #version;
  #record;
  #looked;
  #details = h("details");
  element = h("section", {});

  /**
   * @param input returns what is asked now
   * @param version returns the version of the content that answered last; undefined before that
   * @param record opens resources
   * @param looked see looked.js
   */
  constructor(input, version, record, looked) {
    this.#input = input;
    this.#version = version;
    this.#record = record;
    this.#looked = looked;
    looked.listen(() => { this.#details.open = looked.get("plot") !== ""; });
  }

  /** Begins anew, closed, for another record. */
  reset() {
    this.#plotted = "";
    this.#isOpen = false;
    this.#content = h("div.content", {});
    this.#looked.set("plot", "");
    this.#details = h("details.timeline", {
      ontoggle: event => {
        this.#isOpen = event.target.open;
        this.#plotted = "";
        if (this.#details === event.target) this.#looked.set("plot", this.#isOpen ? "open" : "");
        this.follow();
      },
    }, h("summary", {}, h("h2", {}, t("plot.title"))), this.#content);
    show(this.element, this.#details);
  }

  /** Draws what is asked now, when the section is open. */
  async follow() {
    const version = this.#version();
    const asked = this.#input();
    const key = JSON.stringify([version, asked]);
    if (!this.#isOpen || !version || key === this.#plotted) return;
    this.#plotted = key;
    const bundle = JSON.parse(JSON.stringify(asked.bundle));
    const answers = [];
    const moments = momentsOf(bundle, asked.asOf);
    for (const asOf of moments) {
      this.#content.textContent = t("plot.progress", {n: answers.length, all: moments.length});
      answers.push(await answer({...asked, asOf}));
      if (this.#plotted !== key) return;
    }
    show(this.#content, plotView(timelineOf(bundle, answers), this.#record));
  }
}
