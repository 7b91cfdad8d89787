/** Above the answers: which case is open, what is expected of it, and its clock. */

import {h} from "./dom.js";
import {hasToken} from "./api.js";
import {t} from "./texts.js";

/**
 * The heading.
 *
 * @param state with the record that is opened, the clock, and what a case is to show that is made of it
 * @param isChanged whether the record or the clock was changed
 * @param actions setClock(text), reset(), keep()
 */
export function headingView({opened, asOf, wanted}, isChanged, {setClock, reset, keep}) {
  return [
    h("h1", {}, opened.topic ? opened.name.replaceAll("-", " ") : opened.name),
    h("p.note", {}, opened.topic ? `${opened.hook} · ${opened.topic}` : opened.hook, opened.user ? ` · ${opened.user}` : ""),
    opened.patient ? h("p", {}, opened.patient) : null,
    opened.why ? h("p.expected", {}, h("strong", {}, t("case.why")), " ", opened.why) : null,
    wanted ? h("p.expected", {role: "status"}, h("strong", {}, t("gaps.wanted")), " ", wanted, " ", t("gaps.keep")) : null,
    h("div.bar", {},
      h("label.field.clock", {}, h("span", {}, t("case.clock")),
        h("input", {
          id: "clock", type: "text", value: asOf, spellcheck: "false", "aria-label": t("case.clock"),
          oninput: event => setClock(event.target.value),
        })),
      h("button", {id: "reset", type: "button", disabled: !isChanged, onclick: reset}, t("case.reset")),
      h("button", {
        id: "keep", type: "button", disabled: !hasToken(), title: hasToken() ? null : t("keep.token"), onclick: keep,
      }, t("keep.title"))),
  ];
}
