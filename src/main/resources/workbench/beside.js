/** What stands beside the answers: the record, the source, the values, a rule for review, or the difference to other content. */

import {Coverage} from "./coverage.js";
import {DifferenceView} from "./difference-view.js";
import {ReviewView} from "./review-view.js";
import {SourceCoverage} from "./source-coverage.js";
import {SourceView} from "./source-view.js";
import {ValuesView} from "./values-view.js";
import {Views} from "./views.js";

const PAUSE_MS = 200;

export class Beside {
  #state;
  #chosen;
  #coverage = new Coverage();
  #marks;
  #sources;
  #values;
  #review;
  #difference;
  #views;
  #moving = 0;

  /**
   * @param state with view, library, line and rule, which are set here
   * @param record element of the record
   * @param actions as of followed-answer.js and of the values; saved(content) with the state after a save, openFile(file, asOf), looked as of looked.js, chosen() when another view or
   *     place is shown
   */
  constructor(state, record, actions) {
    this.#state = state;
    this.#chosen = actions.chosen;
    this.#marks = new SourceCoverage(actions, this.#coverage);
    this.#sources = new SourceView({opened: (library, line) => this.#show("source", {library, line, column: 1}),
      moved: place => this.#move(place), saved: actions.saved,
      define: (library, name) => this.#values.define(library, name), question: actions.input, draft: actions.draft}, this.#marks);
    this.#values = new ValuesView({
      ...actions, place: this, opened: library => this.#show("values", {library, line: 0}),
    }, this.#coverage);
    this.#review = new ReviewView(rule => this.#show("review", {rule}));
    this.#difference = new DifferenceView(() => state.content?.version, actions.openFile, actions.looked);
    this.#views = new Views({
      record: {element: record, open: () => this.#show("record", {})},
      source: {element: this.#sources.element, open: () => this.#sources.open(this.#sources.library || this.#values.library)},
      values: {element: this.#values.element, open: () => this.#values.open(state.library)},
      review: {element: this.#review.element, open: () => this.#review.open(this.#review.rule || state.opened?.topic)},
      difference: {element: this.#difference.element, open: () => this.#show("difference", {})},
    }, view => {
      state.view = view;
      this.#chosen();
    });
  }

  /** The buttons that choose a view. */
  get chooser() {
    return this.#views.element;
  }

  /** All views but the record. */
  get elements() {
    return this.#views.elements.slice(1);
  }

  set cases(cases) {
    this.#marks.rules = [...new Set(cases.flatMap(each => each.rules))].sort();
    this.#review.cases = cases;
  }

  /** Opens a line of a library. */
  open(library, line) {
    this.#sources.open(library, line);
  }

  /** Opens what an address names, unless it is what is shown. */
  openAddress({view, library, line, column, rule}) {
    const is = named => Object.entries({view, ...named}).every(([key, value]) => this.#state[key] === value);
    if (view === "source" && library && !is({library, line})) this.#sources.open(library, line, column);
    if (view === "values" && !is({library})) this.#values.open(library);
    if (view === "review" && !is({rule})) this.#review.open(rule);
    if ((view === "difference" || view === "record") && !is({})) this.#show(view, {});
  }

  /** The answers are those of what is asked now. */
  answered() {
    this.#values.follow();
    this.#marks.follow();
  }

  /** Whether the answers are old has changed. */
  draw() {
    this.#values.draw();
  }

  /** @param isNew whether the files are not those that were told before */
  follow(content, isNew) {
    this.#coverage.follow(content);
    this.#difference.draw();
    if (!isNew) return;
    this.#sources.follow(content);
    this.#review.follow();
  }

  /** The cursor is at another place; while it moves on nothing is told. */
  #move(place) {
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => {
      if (this.#state.view !== "source") return;
      Object.assign(this.#state, place);
      this.#chosen();
    }, PAUSE_MS);
  }

  #show(view, place) {
    clearTimeout(this.#moving);
    Object.assign(this.#state, place);
    this.#views.show(view);
  }
}
