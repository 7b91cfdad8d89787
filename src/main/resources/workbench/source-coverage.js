/** Chooses of which cases the coverage is marked in the source: of the patient who is shown, of a rule, or of all. */

import {h, show} from "./dom.js";
import {coverageOfAnswer} from "./api.js";
import {runText} from "./coverage-view.js";
import {FollowedAnswer} from "./followed-answer.js";
import {t} from "./texts.js";

const NONE = "none";
const PATIENT = "patient";
const ALL = "";

export class SourceCoverage {
  #library = "";
  #coverage;
  #patient;
  #scope = h("select", {id: "coverage-scope", "aria-label": t("coverage.scope"), onchange: () => this.#choose()});
  #again = h("button.small", {id: "coverage-run", type: "button", onclick: () => this.#coverage.start(this.#scope.value)}, t("coverage.run"));
  #status = h("span.note", {role: "status"});
  #rules = h("optgroup", {label: t("coverage.rules")});
  element = h("div.bar", {}, h("label.omit", {}, t("coverage.scope"), this.#scope), this.#again, this.#status);
  /** Called when other points are to be shown. */
  onchange = () => {};

  /**
   * @param actions as of followed-answer.js
   * @param coverage see coverage.js
   */
  constructor(actions, coverage) {
    this.#coverage = coverage;
    this.#patient = new FollowedAnswer(actions, coverageOfAnswer, () => this.#changed());
    this.#scope.append(...[NONE, PATIENT, ALL].map(value =>
      h("option", {value}, t(`coverage.scope.${value || "all"}`))), this.#rules);
    coverage.listen(() => this.#changed());
  }

  /** Ids of the rules, each with the cases about it. */
  set rules(rules) {
    const chosen = this.#scope.value;
    show(this.#rules, rules.map(rule => h("option", {value: rule}, rule)));
    this.#scope.value = chosen;
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
    if (this.#scope.value === PATIENT) this.#patient.follow(library);
  }

  #choose() {
    const scope = this.#scope.value;
    if (scope === PATIENT) this.follow();
    else if (scope !== NONE && !this.#coverage.run(scope)) this.#coverage.start(scope);
    this.#changed();
  }

  #changed() {
    const scope = this.#scope.value;
    this.#again.hidden = scope === NONE || scope === PATIENT;
    this.#again.disabled = this.#coverage.run(scope)?.isRunning === true;
    this.onchange();
  }

  #found() {
    switch (this.#scope.value) {
      case NONE: return null;
      case PATIENT: return this.#patient.isCurrent(this.#library) ? this.#patient.last.answer : null;
      default: return this.#coverage.of(this.#library, this.#scope.value);
    }
  }

  #text(found, isOfText) {
    const scope = this.#scope.value;
    if (scope === NONE) return "";
    if (found?.library && !isOfText) return t("coverage.otherText");
    if (scope === PATIENT) return this.#patient.problem;
    return runText(this.#coverage.run(scope)) || t("coverage.notRun");
  }
}
