/** Chooses of which cases the coverage is marked in the source: of the patient who is shown, of a rule, or of all. */

import {h, show} from "./dom.js";
import {coverageOfAnswer} from "./api.js";
import {runText} from "./coverage-view.js";
import {FollowedAnswer} from "./followed-answer.js";
import {t} from "./texts.js";

const NONE = "";
const PATIENT = "patient";
const ALL = "all";

/** The scope as of coverage.js. */
const casesOf = scope => scope === ALL ? "" : scope;

export class SourceCoverage {
  #library = "";
  /** What is chosen; the list of rules may still be to come. */
  #chosen = NONE;
  /** Whether it was chosen by an address, and is run once a library is shown. */
  #isAwaited = false;
  #coverage;
  #looked;
  #patient;
  #scope = h("select", {id: "coverage-scope", "aria-label": t("coverage.scope"), onchange: () => this.#choose(this.#scope.value)});
  #again = h("button.small", {id: "coverage-run", type: "button", onclick: () => this.#coverage.start(casesOf(this.#chosen))}, t("coverage.run"));
  #status = h("span.note", {role: "status"});
  #rules = h("optgroup", {label: t("coverage.rules")});
  element = h("div.bar", {}, h("label.omit", {}, t("coverage.scope"), this.#scope), this.#again, this.#status);
  /** Called when other points are to be shown. */
  onchange = () => {};

  /**
   * @param actions as of followed-answer.js; looked as of looked.js
   * @param coverage see coverage.js
   */
  constructor(actions, coverage) {
    this.#coverage = coverage;
    this.#looked = actions.looked;
    this.#patient = new FollowedAnswer(actions, coverageOfAnswer, () => this.#changed());
    this.#scope.append(...[NONE, PATIENT, ALL].map(value =>
      h("option", {value}, t(`coverage.scope.${value || "none"}`))), this.#rules);
    coverage.listen(() => this.#changed());
    this.#looked.listen(() => this.#take(this.#looked.get("coverage")));
  }

  /** Ids of the rules, each with the cases about it. */
  set rules(rules) {
    show(this.#rules, rules.map(rule => h("option", {value: rule}, rule)));
    this.#scope.value = this.#chosen;
  }

  /** What was evaluated of a text of the library; none when it was another text. @param version of that text */
  points(version) {
    const found = this.#found();
    const isOfText = found?.library && found.sourceVersion === version;
    this.#status.textContent = this.#text(found, isOfText);
    return isOfText ? found.library.definitions.flatMap(each => each.points) : [];
  }

  /** What the cases leave open in a text of the library, each with the nearest case. @param version of that text */
  gaps(version) {
    const found = this.#found();
    return found?.library && found.sourceVersion === version ? found.gaps : [];
  }

  /** Asks, when the patient's is shown and it is not that of what is asked now. */
  follow(library = this.#library) {
    this.#library = library;
    if (this.#chosen === PATIENT) this.#patient.follow(library);
    if (!this.#isAwaited || !library) return;
    this.#isAwaited = false;
    this.#run();
  }

  #choose(scope) {
    this.#chosen = scope;
    this.#isAwaited = false;
    this.#looked.set("coverage", scope);
    if (scope === PATIENT) this.follow();
    else this.#run();
    this.#changed();
  }

  /** Chooses what an address names. */
  #take(scope) {
    if (scope === this.#chosen) return;
    this.#chosen = this.#scope.value = scope;
    this.#isAwaited = true;
    this.#changed();
  }

  /** Whether cases are run for what is chosen. */
  get #isOfCases() {
    return this.#chosen !== NONE && this.#chosen !== PATIENT;
  }

  #run() {
    const cases = casesOf(this.#chosen);
    if (this.#isOfCases && !this.#coverage.run(cases)) this.#coverage.start(cases);
  }

  #changed() {
    this.#again.hidden = !this.#isOfCases;
    this.#again.disabled = this.#coverage.run(casesOf(this.#chosen))?.isRunning === true;
    this.onchange();
  }

  #found() {
    switch (this.#chosen) {
      case NONE: return null;
      case PATIENT: return this.#patient.isCurrent(this.#library) ? this.#patient.last.answer : null;
      default: return this.#coverage.of(this.#library, casesOf(this.#chosen));
    }
  }

  #text(found, isOfText) {
    if (this.#chosen === NONE) return "";
    if (found?.library && !isOfText) return t("coverage.otherText");
    if (!this.#isOfCases) return this.#patient.problem;
    return runText(this.#coverage.run(casesOf(this.#chosen))) || t("coverage.notRun");
  }
}
