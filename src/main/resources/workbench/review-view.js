/** A rule for review: what its page says, the cases that show it, and what reviewers say of it. */

import {h, show} from "./dom.js";
import {hasToken, listRules, reviewRule} from "./api.js";
import {addressOf, pathOf} from "./address.js";
import {t} from "./texts.js";

const VERDICTS = {agree: "✓", disagree: "✗", question: "?"};

function section(title, items) {
  return items.length ? [h("h3", {}, title), h("ul.sentences", {}, items.map(each => h("li", {}, each)))] : null;
}

function source({label, url}) {
  return url && /^https?:\/\//i.test(url) ? h("a", {href: url, target: "_blank", rel: "noreferrer noopener"}, label) : label;
}

/** The verdict of the latest review, and whether it is of the text of now. */
function stateOf({reviews}) {
  const last = reviews.at(-1);
  if (!last) return t("review.none");
  return last.isCurrent ? t(`review.${last.verdict}`) : t("review.old", {verdict: t(`review.${last.verdict}`)});
}

export class ReviewView {
  #rules = [];
  #rule = "";
  #turn = 0;
  #opened;
  #cases = [];
  #select = h("select", {id: "review-rule", "aria-label": t("review.rule"), onchange: event => this.open(event.target.value)});
  #page = h("div.page-of-rule", {});
  #reviews = h("div.page-of-rule", {});
  #message = h("p.message", {role: "status"});
  #sentence = h("textarea", {id: "review-sentence", rows: "3", required: true, maxlength: "2000"});
  #button = h("button.primary", {id: "review-send", type: "submit"}, t("review.send"));
  #form = h("form", {onsubmit: event => this.#send(event)},
    h("fieldset", {}, h("legend", {}, t("review.say")),
      Object.entries(VERDICTS).map(([verdict, mark]) => h("label.omit", {},
        h("input", {type: "radio", name: "verdict", value: verdict, required: true}),
        h("span", {"aria-hidden": "true"}, mark), t(`review.${verdict}`)))),
    h("label.wide", {}, h("span", {}, t("review.sentence")), this.#sentence),
    this.#button,
    this.#message);
  element = h("section.values.review", {"aria-label": t("review.name")},
    h("div.bar", {}, this.#select), this.#page, this.#reviews, this.#form);

  /** @param opened called with the id of the rule that is shown */
  constructor(opened) {
    this.#opened = opened;
  }

  set cases(cases) {
    this.#cases = cases;
    this.#draw();
  }

  get rule() {
    return this.#rule;
  }

  /** Opens a rule; without one that was open last, or the first. */
  async open(rule) {
    this.#rule = rule || this.#rule;
    this.#message.textContent = "";
    await this.#load();
    this.#opened(this.#rule);
  }

  /** Follows the files on disk. */
  async follow() {
    if (!this.element.hidden) await this.#load();
  }

  async #load() {
    const turn = ++this.#turn;
    try {
      const {rules} = await listRules();
      if (turn !== this.#turn) return;
      this.#rules = rules;
      if (!this.#find()) this.#rule = rules[0]?.text.id ?? "";
      this.#draw();
    } catch (refusal) {
      show(this.#page, h("p.error", {role: "alert"}, refusal.message));
    }
  }

  #find() {
    return this.#rules.find(each => each.text.id === this.#rule);
  }

  #draw() {
    const rule = this.#find();
    if (!rule) return;
    this.#button.disabled = !hasToken();
    this.#button.title = hasToken() ? "" : t("keep.token");
    show(this.#select, this.#rules.map(each => h("option", {value: each.text.id, selected: each === rule},
      `${each.text.id} ${each.text.title} (${stateOf(each)})`)));
    const {text} = rule;
    const near = this.#cases.filter(each => each.topic === text.id && !each.rules.includes(text.id));
    show(this.#page,
      h("h2", {}, `${text.id} ${text.title}`),
      h("p", {id: "review-state"}, stateOf(rule)),
      section(t("review.fires"), [text.fires]),
      section(t("review.silent"), text.silent),
      section(t("review.reasons"), text.reasons),
      section(t("review.options"), text.options),
      section(t("review.sources"), text.sources.map(source)),
      this.#list("firing", this.#cases.filter(each => each.rules.includes(text.id))),
      this.#list("near", near));
    show(this.#reviews, section(t("review.reviews"), rule.reviews.map(each => [
      h("strong", {}, `${VERDICTS[each.verdict]} ${t(`review.${each.verdict}`)}`), " ", each.sentence,
      each.isCurrent ? null : h("span.note", {}, ` ${t("review.oldText")}`)])));
  }

  #list(kind, cases) {
    return h("details", {open: true, id: `review-${kind}`}, h("summary", {}, t(`review.${kind}`, {n: cases.length})),
      h("ul.sentences", {}, cases.map(each => h("li", {},
        h("a", {href: addressOf({path: pathOf(each), view: "review", rule: this.#rule})}, each.name.replaceAll("-", " ")),
        each.why ? ` ${each.why}` : ""))));
  }

  async #send(event) {
    event.preventDefault();
    const rule = this.#find();
    const verdict = new FormData(this.#form).get("verdict");
    try {
      const reviewed = await reviewRule(rule.text.id, {verdict, sentence: this.#sentence.value.trim(), version: rule.version});
      this.#rules = this.#rules.map(each => each.text.id === reviewed.text.id ? reviewed : each);
      this.#form.reset();
      this.#message.textContent = t("review.sent");
      this.#draw();
    } catch (refusal) {
      this.#message.textContent = refusal.message;
      if (refusal.status === 409) await this.#load();
    }
  }
}
