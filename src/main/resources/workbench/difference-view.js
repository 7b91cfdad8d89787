/** What the content on disk answers otherwise than other content, over all cases: who gains or loses a rule, and why. */

import {h, show} from "./dom.js";
import {compareContent, differenceProgress, hasToken} from "./api.js";
import {addressOf} from "./address.js";
import {followRun} from "./background-run.js";
import {runText} from "./coverage-view.js";
import {t} from "./texts.js";

const MAX_SHOWN = 200;
const PATH = "path";

const ofThousand = (count, all) => (1000 * count / all).toFixed(1);

export class DifferenceView {
  #run = null;
  #found = null;
  #rule = "";
  #version;
  #against = h("select", {id: "difference-against", "aria-label": t("difference.against"), onchange: () => this.draw()},
    ["git", "jar", PATH].map(value => h("option", {value}, t(`difference.${value}`))));
  #path = h("input", {id: "difference-path", type: "text", spellcheck: "false", "aria-label": t("difference.pathLabel"), placeholder: t("difference.pathLabel")});
  #start = h("button.primary", {id: "difference-start", type: "button", onclick: () => this.#compare()}, t("difference.start"));
  #status = h("p.note", {role: "status"});
  #result = h("div.result-of-difference", {});
  element = h("section.values.difference", {"aria-label": t("difference.name")},
    h("div.bar", {}, h("label.omit", {}, t("difference.against"), this.#against), this.#path, this.#start), this.#status, this.#result);

  /** @param version returns the version of the content that was told last */
  constructor(version) {
    this.#version = version;
  }

  draw() {
    this.#path.hidden = this.#against.value !== PATH;
    this.#start.disabled = !hasToken() || this.#run?.isRunning === true;
    this.#start.title = hasToken() ? "" : t("keep.token");
    const isOld = this.#found !== null && this.#found.content.version !== this.#version();
    this.element.classList.toggle("old", isOld);
    this.#status.textContent = isOld && !this.#run.isRunning ? t("difference.old") : runText(this.#run ?? undefined);
  }

  async #compare() {
    const against = this.#against.value === PATH ? this.#path.value.trim() : this.#against.value;
    if (!against) return;
    const run = this.#run = {cases: 0, done: 0, unanswered: 0, isRunning: true, problem: ""};
    const told = ({cases, done, unanswered, problem}) => {
      Object.assign(run, {cases, done, unanswered: unanswered.length, problem});
      this.draw();
    };
    this.#show(null);
    try {
      const answer = await followRun({
        start: () => compareContent(against), progress: () => differenceProgress(against), told, isWanted: () => this.#run === run,
      });
      if (!answer) return;
      run.isRunning = false;
      told(answer);
      if (answer.found) this.#show(answer);
    } catch (refusal) {
      Object.assign(run, {isRunning: false, problem: refusal.message});
    }
    this.draw();
  }

  #show(answer) {
    this.#found = answer;
    this.#rule = "";
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
      this.#rules(found), this.#patients(found));
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
            this.#drawResult();
          },
        }, rule)),
        h("td", {}, String(count.before)), h("td", {}, String(count.after)),
        ["gained", "lost"].map(key => h("td", {}, count[key]
          ? `${count[key]} ${t("difference.ofThousand", {n: ofThousand(count[key], patients)})}` : "0")))))));
  }

  #patients({differences}) {
    const chosen = differences.filter(each => !this.#rule || each.gained.includes(this.#rule) || each.lost.includes(this.#rule));
    return h("ul.differences", {},
      chosen.slice(0, MAX_SHOWN).map(each => h("li", {},
        h("a", {href: addressOf({path: each.patient, view: "difference"})}, each.patient.split("/").at(-1).replaceAll("-", " ")),
        h("ul", {}, each.differences.map(sentence => h("li", {}, sentence))))),
      chosen.length > MAX_SHOWN ? h("li.note", {}, t("cases.more", {n: chosen.length - MAX_SHOWN})) : null);
  }
}
