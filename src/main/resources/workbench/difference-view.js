/** What the content on disk answers otherwise than other content, over all cases or a folder of patients: who gains or loses a rule, and why. */

import {h, show} from "./dom.js";
import {compareContent, differenceProgress, hasToken, patientFile} from "./api.js";
import {addressOf} from "./address.js";
import {followRun} from "./background-run.js";
import {runText} from "./coverage-view.js";
import {t} from "./texts.js";

const MAX_SHOWN = 200;
const PATH = "path";
const CASES = "cases";
const FOLDER = "folder";

const ofThousand = (count, all) => (1000 * count / all).toFixed(1);

export class DifferenceView {
  #run = null;
  #found = null;
  /** What was asked: of which patients, and at which moment. */
  #asked = null;
  #rule = "";
  #version;
  #openFile;
  #looked;
  #against = h("select", {id: "difference-against", "aria-label": t("difference.against"), onchange: () => this.#choose()},
    ["git", "jar", PATH].map(value => h("option", {value}, t(`difference.${value}`))));
  #path = h("input", {id: "difference-path", type: "text", spellcheck: "false", "aria-label": t("difference.pathLabel"), placeholder: t("difference.pathLabel"), onchange: () => this.#choose()});
  #who = h("select", {id: "difference-who", "aria-label": t("difference.who"), onchange: () => this.#choose()},
    [CASES, FOLDER].map(value => h("option", {value}, t(`difference.${value}`))));
  #patients = h("input", {id: "difference-patients", type: "text", spellcheck: "false", "aria-label": t("difference.patientsLabel"), placeholder: t("difference.patientsLabel"), onchange: () => this.#choose()});
  #start = h("button.primary", {id: "difference-start", type: "button", onclick: () => this.#compare()}, t("difference.start"));
  #status = h("p.note", {role: "status"});
  #result = h("div.result-of-difference", {});
  element = h("section.values.difference", {"aria-label": t("difference.name")},
    h("div.bar", {}, h("label.omit", {}, t("difference.against"), this.#against), this.#path),
    h("div.bar", {}, h("label.omit", {}, t("difference.who"), this.#who), this.#patients, this.#start), this.#status, this.#result);

  /**
   * @param version returns the version of the content that was told last
   * @param openFile called with the file of a patient and the moment of the question
   * @param looked see looked.js
   */
  constructor(version, openFile, looked) {
    this.#version = version;
    this.#openFile = openFile;
    this.#looked = looked;
    looked.listen(named => this.#take(named));
  }

  /** What is compared, and for whom, as it is chosen. */
  get #chosen() {
    return {
      against: this.#against.value === PATH ? this.#path.value.trim() : this.#against.value,
      patients: this.#who.value === FOLDER ? this.#patients.value.trim() : "",
    };
  }

  #choose() {
    for (const [name, text] of Object.entries(this.#chosen)) this.#looked.set(name, text);
    this.draw();
  }

  /** Chooses what an address names, and shows what was found of it, if the content has not changed since. */
  #take({against, patients, at = "", changed = ""}) {
    if (!against || (this.#asked?.against === against && this.#asked.patients === (patients ?? ""))) return;
    const isPath = !["git", "jar"].includes(against);
    this.#against.value = isPath ? PATH : against;
    this.#path.value = isPath ? against : "";
    this.#who.value = patients ? FOLDER : CASES;
    this.#patients.value = patients ?? "";
    const asked = {...this.#chosen, asOf: at};
    this.#follow(asked, () => differenceProgress(asked), changed);
  }

  draw() {
    this.#path.hidden = this.#against.value !== PATH;
    this.#patients.hidden = this.#who.value !== FOLDER;
    this.#start.disabled = !hasToken() || this.#run?.isRunning === true;
    this.#start.title = hasToken() ? "" : t("keep.token");
    const isOld = this.#found !== null && this.#found.content.version !== this.#version();
    this.element.classList.toggle("old", isOld);
    this.#status.textContent = isOld && !this.#run.isRunning ? t("difference.old") : runText(this.#run ?? undefined);
  }

  async #compare() {
    const {against, patients} = this.#chosen;
    if (!against || (this.#who.value === FOLDER && !patients)) return;
    const asked = {against, patients, asOf: `${new Date().toISOString().slice(0, 19)}Z`};
    this.#choose();
    this.#looked.set("at", patients && asked.asOf);
    await this.#follow(asked, () => compareContent(asked));
  }

  /** Shows a run to its end. @param start begins it, or finds the one that was made */
  async #follow(asked, start, rule = "") {
    const run = this.#run = {cases: 0, done: 0, unanswered: 0, isRunning: true, problem: ""};
    const told = ({cases, done, unanswered, problem}) => {
      Object.assign(run, {cases, done, unanswered: unanswered.length, problem});
      this.draw();
    };
    this.#show(null);
    try {
      const answer = await followRun({
        start, progress: () => differenceProgress(asked), told, isWanted: () => this.#run === run,
      });
      if (!answer) return;
      run.isRunning = false;
      told(answer);
      this.#asked = asked;
      if (answer.found) this.#show(answer, rule);
    } catch (refusal) {
      Object.assign(run, {isRunning: false, problem: refusal.message});
    }
    this.draw();
  }

  #show(answer, rule = "") {
    this.#found = answer;
    this.#rule = rule;
    if (answer) this.#looked.set("changed", rule);
    this.draw();
    this.#drawResult();
  }

  #drawResult() {
    if (!this.#found) {
      show(this.#result);
      return;
    }
    const {found} = this.#found;
    show(this.#result,
      h("p", {id: "difference-summary"}, t("difference.summary", {
        n: found.differences.length, all: found.patients, before: found.cardsForThousandBefore, after: found.cardsForThousandAfter,
      })),
      this.#rules(found), this.#listOf(found));
  }

  /** Rules whose patients are others than before; each chooses them. */
  #rules({rules, patients}) {
    const changed = Object.entries(rules).filter(([, count]) => count.gained || count.lost).sort(([a], [b]) => a.localeCompare(b));
    if (!changed.length) return null;
    return h("div.scrolled", {}, h("table", {},
      h("thead", {}, h("tr", {}, ["rule", "before", "after", "gained", "lost"].map(key => h("th", {scope: "col"}, t(`difference.${key}`))))),
      h("tbody", {}, changed.map(([rule, count]) => h("tr", {},
        h("th", {scope: "row"}, h("button.small", {
          id: `difference-${rule}`, type: "button", "aria-pressed": String(rule === this.#rule), onclick: () => {
            this.#rule = rule === this.#rule ? "" : rule;
            this.#looked.set("changed", this.#rule);
            this.#drawResult();
          },
        }, rule)),
        h("td", {}, String(count.before)), h("td", {}, String(count.after)),
        ["gained", "lost"].map(key => h("td", {}, count[key]
          ? `${count[key]} ${t("difference.ofThousand", {n: ofThousand(count[key], patients)})}` : "0")))))));
  }

  /** A case is in the address; the file of a patient is read again and opened at the moment of the question. */
  #link({patient}) {
    const name = patient.split("/").at(-1);
    if (!this.#asked.patients) return h("a", {href: addressOf({path: patient, view: "difference"})}, name.replaceAll("-", " "));
    const {patients, asOf} = this.#asked;
    return h("button.line", {type: "button", onclick: async () => {
      try {
        this.#openFile(new File([JSON.stringify(await patientFile({patients, name: patient, asOf}))], name), asOf);
      } catch (refusal) {
        this.#status.textContent = refusal.message;
      }
    }}, name);
  }

  #listOf({differences}) {
    const chosen = differences.filter(each => !this.#rule || each.gained.includes(this.#rule) || each.lost.includes(this.#rule));
    return h("ul.differences", {},
      chosen.slice(0, MAX_SHOWN).map(each => h("li", {},
        this.#link(each),
        h("ul", {}, each.differences.map(sentence => h("li", {}, sentence))))),
      chosen.length > MAX_SHOWN ? h("li.note", {}, t("cases.more", {n: chosen.length - MAX_SHOWN})) : null);
  }
}
