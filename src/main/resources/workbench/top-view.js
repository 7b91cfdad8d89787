/** The line above everything: what this is, which text answers, and the language. */

import {h} from "./dom.js";
import {chooseLanguage, language, languages, t} from "./texts.js";

function findings(content) {
  return h("details.findings", {open: true},
    h("summary", {}, t("content.findings", {n: content.findings.length})),
    h("ul", {}, content.findings.map(each => h("li", {},
      h("code", {}, `${each.file}:${each.line}:${each.column} ${each.code}`), " ", each.message))));
}

/** @param content of the last event; null before the first */
export function topView(content, reload) {
  return [
    h("a.skip", {href: "#main", onclick: event => { event.preventDefault(); document.getElementById("main").focus(); }}, t("top.skip")),
    h("strong.brand", {}, "Calcinosis CDS", h("span", {}, t("top.name"))),
    h("p.banner", {role: "note"}, t("top.synthetic")),
    content === null ? null : h(`p.state.${content.isCurrent ? "good" : "bad"}`, {role: "status"},
      content.isCurrent ? t("content.current", {version: content.version.slice(0, 8)}) : t("content.lastGood")),
    h("label.language", {}, h("span", {}, t("top.language")),
      h("select", {
        id: "language",
        onchange: event => { chooseLanguage(event.target.value); reload(); },
      }, Object.entries(languages()).map(([key, name]) => h("option", {value: key, selected: key === language()}, name)))),
    content === null || content.isCurrent ? null : findings(content),
  ];
}
